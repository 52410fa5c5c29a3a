package dev.soma.runtime.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.soma.runtime.Grid;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Calls of C functions by the shape of their signature; all return a {@code CUresult}. P in a handle's name is a pointer to
 * memory of the host, I an {@code int} or an enum, L a {@code size_t}, a {@code CUdeviceptr} or a handle, which are 64 bits
 * wide wherever the driver is: it has no 32-bit form any more.
 *
 * <p>The handles take the function's address as an argument, so that a few serve all functions, of any library.
 */
final class Downcalls {
    private static final MethodHandle I = handle(JAVA_INT);
    private static final MethodHandle P = handle(ADDRESS);
    private static final MethodHandle L = handle(JAVA_LONG);
    private static final MethodHandle PI = handle(ADDRESS, JAVA_INT);
    private static final MethodHandle IP = handle(JAVA_INT, ADDRESS);
    private static final MethodHandle PL = handle(ADDRESS, JAVA_LONG);
    private static final MethodHandle LL = handle(JAVA_LONG, JAVA_LONG);
    private static final MethodHandle PII = handle(ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle PIL = handle(ADDRESS, JAVA_INT, JAVA_LONG);
    private static final MethodHandle PLL = handle(ADDRESS, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle PLP = handle(ADDRESS, JAVA_LONG, ADDRESS);
    private static final MethodHandle PPL = handle(ADDRESS, ADDRESS, JAVA_LONG);
    private static final MethodHandle LILL = handle(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle LPLL = handle(JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle PLLL = handle(ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle PPIPP = handle(ADDRESS, ADDRESS, JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle LAUNCH = handle(
            JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS,
            ADDRESS);

    private Downcalls() {}

    static int i(CudaFunction function, int a) {
        try {
            return (int) I.invokeExact(function.address(), a);
        } catch (Throwable e) {
            throw impossible(function, e);
        }
    }

    static int p(CudaFunction function, MemorySegment a) {
        try {
            return (int) P.invokeExact(function.address(), a);
        } catch (Throwable e) {
            throw impossible(function, e);
        }
    }

    static int l(CudaFunction function, long a) {
        try {
            return (int) L.invokeExact(function.address(), a);
        } catch (Throwable e) {
            throw impossible(function, e);
        }
    }

    static int pi(CudaFunction function, MemorySegment a, int b) {
        try {
            return (int) PI.invokeExact(function.address(), a, b);
        } catch (Throwable e) {
            throw impossible(function, e);
        }
    }

    static int ip(CudaFunction function, int a, MemorySegment b) {
        try {
            return (int) IP.invokeExact(function.address(), a, b);
        } catch (Throwable e) {
            throw impossible(function, e);
        }
    }

    static int pl(CudaFunction function, MemorySegment a, long b) {
        try {
            return (int) PL.invokeExact(function.address(), a, b);
        } catch (Throwable e) {
            throw impossible(function, e);
        }
    }

    static int ll(CudaFunction function, long a, long b) {
        try {
            return (int) LL.invokeExact(function.address(), a, b);
        } catch (Throwable e) {
            throw impossible(function, e);
        }
    }

    static int pii(CudaFunction function, MemorySegment a, int b, int c) {
        try {
            return (int) PII.invokeExact(function.address(), a, b, c);
        } catch (Throwable e) {
            throw impossible(function, e);
        }
    }

    static int pil(CudaFunction function, MemorySegment a, int b, long c) {
        try {
            return (int) PIL.invokeExact(function.address(), a, b, c);
        } catch (Throwable e) {
            throw impossible(function, e);
        }
    }

    static int pll(CudaFunction function, MemorySegment a, long b, long c) {
        try {
            return (int) PLL.invokeExact(function.address(), a, b, c);
        } catch (Throwable e) {
            throw impossible(function, e);
        }
    }

    static int plp(CudaFunction function, MemorySegment a, long b, MemorySegment c) {
        try {
            return (int) PLP.invokeExact(function.address(), a, b, c);
        } catch (Throwable e) {
            throw impossible(function, e);
        }
    }

    static int ppl(CudaFunction function, MemorySegment a, MemorySegment b, long c) {
        try {
            return (int) PPL.invokeExact(function.address(), a, b, c);
        } catch (Throwable e) {
            throw impossible(function, e);
        }
    }

    static int lill(CudaFunction function, long a, int b, long c, long d) {
        try {
            return (int) LILL.invokeExact(function.address(), a, b, c, d);
        } catch (Throwable e) {
            throw impossible(function, e);
        }
    }

    static int lpll(CudaFunction function, long a, MemorySegment b, long c, long d) {
        try {
            return (int) LPLL.invokeExact(function.address(), a, b, c, d);
        } catch (Throwable e) {
            throw impossible(function, e);
        }
    }

    static int plll(CudaFunction function, MemorySegment a, long b, long c, long d) {
        try {
            return (int) PLLL.invokeExact(function.address(), a, b, c, d);
        } catch (Throwable e) {
            throw impossible(function, e);
        }
    }

    static int ppipp(CudaFunction function, MemorySegment a, MemorySegment b, int c, MemorySegment d, MemorySegment e) {
        try {
            return (int) PPIPP.invokeExact(function.address(), a, b, c, d, e);
        } catch (Throwable failure) {
            throw impossible(function, failure);
        }
    }

    /** {@code cuLaunchKernel}: no dynamic shared memory, no {@code extra}. */
    static int launch(CudaFunction function, long kernel, Grid grid, long stream, MemorySegment parameters) {
        try {
            return (int) LAUNCH.invokeExact(
                    function.address(),
                    kernel,
                    grid.globalX() / grid.localX(),
                    grid.globalY() / grid.localY(),
                    grid.globalZ() / grid.localZ(),
                    grid.localX(),
                    grid.localY(),
                    grid.localZ(),
                    0,
                    stream,
                    parameters,
                    MemorySegment.NULL);
        } catch (Throwable e) {
            throw impossible(function, e);
        }
    }

    @SuppressWarnings("restricted") // native access is what this package is for
    private static MethodHandle handle(MemoryLayout... arguments) {
        return Linker.nativeLinker().downcallHandle(FunctionDescriptor.of(JAVA_INT, arguments));
    }

    /** C throws nothing; what arrives here is an error of the JVM or of the arguments' memory. */
    private static RuntimeException impossible(CudaFunction function, Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        if (e instanceof RuntimeException unchecked) {
            return unchecked;
        }
        return new IllegalStateException("the call of " + function.name() + " failed", e);
    }
}
