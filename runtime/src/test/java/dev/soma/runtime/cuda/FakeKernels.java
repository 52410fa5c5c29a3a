package dev.soma.runtime.cuda;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Devices;
import dev.soma.runtime.Grid;
import dev.soma.runtime.Kernel;
import dev.soma.runtime.KernelDevice;
import dev.soma.runtime.compiler.Access;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The kernels of a {@link FakeDriver}: the Java methods, run by the device {@code jvm} on copies of the arrays. An array
 * reaches from its address to the end of the allocation.
 */
@SuppressWarnings("restricted")
final class FakeKernels implements PtxSource {
    private static final long POINTER_BYTES = 8;

    private final KernelDevice jvm = (KernelDevice) Devices.open("jvm");
    private final Map<String, Kernel> kernels = new HashMap<>();

    /** Text that stands for a kernel's PTX; a kernel named refused has none that the driver takes. */
    @Override
    public Ptx of(Kernel kernel, Map<String, Integer> constants) {
        kernels.put(kernel.toString(), kernel);
        String text = kernel.name().equals("refused") ? "BAD" : "PTX of " + kernel;
        List<Access> accesses = Collections.nCopies(kernel.argumentTypes().size(), Access.READ_WRITE);
        return new Ptx(kernel.toString(), text, text, accesses);
    }

    boolean knows(String name) {
        return kernels.containsKey(name);
    }

    /** Reads the parameters now, as a driver does; what it returns runs the kernel. */
    Runnable prepare(String name, Grid grid, MemorySegment parameters, FakeMemory memory) {
        Kernel kernel = Objects.requireNonNull(kernels.get(name), name);
        List<Class<?>> types = kernel.argumentTypes();
        Object[] values = new Object[types.size()];
        MemorySegment addresses = parameters.reinterpret(types.size() * ValueLayout.ADDRESS.byteSize());
        for (int i = 0; i < values.length; i++) {
            MemorySegment value = addresses.getAtIndex(ValueLayout.ADDRESS, i).reinterpret(POINTER_BYTES);
            Class<?> type = types.get(i);
            if (type == int.class) {
                values[i] = value.get(ValueLayout.JAVA_INT, 0);
            } else if (type == float.class) {
                values[i] = value.get(ValueLayout.JAVA_FLOAT, 0);
            } else {
                values[i] = value.get(ValueLayout.JAVA_LONG, 0);
            }
        }
        return () -> run(kernel, grid, values, memory);
    }

    private void run(Kernel kernel, Grid grid, Object[] values, FakeMemory memory) {
        Object[] arguments = values.clone();
        Map<Long, Buffer> arrays = new HashMap<>();
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof Long address) {
                DataType type = kernel.argumentTypes().get(i) == float[].class ? DataType.FLOAT : DataType.INT;
                arguments[i] = arrays.computeIfAbsent(address, from -> copy(type, memory.from(from)));
            }
        }
        jvm.compile(kernel).launch(grid, arguments);
        arrays.forEach((address, buffer) -> {
            buffer.copyTo(0, memory.from(address));
            buffer.close();
        });
    }

    private Buffer copy(DataType type, MemorySegment contents) {
        Buffer buffer = jvm.allocate(type, (int) (contents.byteSize() / type.bytes()));
        buffer.copyFrom(0, contents);
        return buffer;
    }
}
