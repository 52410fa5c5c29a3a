package dev.soma.runtime.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;

import dev.soma.runtime.DeviceException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;

/** The driver's library: its functions, and the check of what they return. */
abstract class CudaLibrary {
    private final SymbolLookup symbols;
    private final CudaFunction cuGetErrorName;
    private final CudaFunction cuGetErrorString;
    private final MemorySegment text = Arena.ofAuto().allocate(ADDRESS);

    /** Takes the functions from there. */
    CudaLibrary(SymbolLookup symbols) {
        this.symbols = symbols;
        this.cuGetErrorName = find("cuGetErrorName");
        this.cuGetErrorString = find("cuGetErrorString");
    }

    /**
     * A function of the library.
     *
     * @throws DeviceException if it is missing: the driver is older than Soma takes
     */
    final CudaFunction find(String name) {
        MemorySegment address = symbols.find(name)
                .orElseThrow(() -> new DeviceException("the NVIDIA driver is too old: it has no " + name
                        + "; install NVIDIA's driver 450 (CUDA 11.0) or newer, or choose another device"));
        return new CudaFunction(name, address);
    }

    /** Fails unless a function returned success. */
    final void check(CudaFunction function, int result) {
        if (result != CudaResult.SUCCESS) {
            throw failure(function, result);
        }
    }

    /** What a function's result means, in the driver's words. */
    final CudaException failure(CudaFunction function, int result) {
        return CudaException.of(
                function.name(),
                result,
                text(cuGetErrorName, result, "an unknown error"),
                text(cuGetErrorString, result, "the driver does not say what it means"));
    }

    /** A text about an error; a driver does not know the errors of newer ones. */
    @SuppressWarnings("restricted") // the text is the driver's, and ends with a 0
    private String text(CudaFunction function, int result, String otherwise) {
        int asked = Downcalls.ip(function, result, text);
        MemorySegment found = text.get(ADDRESS, 0);
        return asked == CudaResult.SUCCESS && found.address() != 0
                ? found.reinterpret(Long.MAX_VALUE).getString(0)
                : otherwise;
    }
}
