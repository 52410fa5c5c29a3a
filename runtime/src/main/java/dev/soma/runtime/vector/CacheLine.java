package dev.soma.runtime.vector;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * Where cache lines begin in a Java array. A load of a 512-bit vector that crosses the end of a line takes twice as long, and Java
 * starts the elements of an array 16 bytes behind an address that the garbage collector chooses.
 *
 * <p>The address is what the C library's {@code memcpy} of 0 bytes returns. It is known where the module may call native functions
 * ({@code --enable-native-access}); elsewhere everything works, but no array is aligned. The collector may move the array later,
 * so that what is aligned must not matter but for speed.
 */
final class CacheLine {
    /** Floats of a line. */
    static final int FLOATS = 16;

    private static final @Nullable MethodHandle MEMCPY = memcpy();

    private CacheLine() {}

    /** The index of the first float of an array, seen as a segment, that begins a cache line, or 0 if that is not known. */
    static int firstIn(MemorySegment array) {
        if (MEMCPY == null) {
            return 0;
        }
        long address;
        try {
            address = (long) MEMCPY.invokeExact(array, array, 0L);
        } catch (Throwable e) {
            throw new IllegalStateException("the C library's memcpy cannot be called", e);
        }
        return (int) (-address / Float.BYTES & (FLOATS - 1));
    }

    @SuppressWarnings("restricted") // only where it is allowed
    private static @Nullable MethodHandle memcpy() {
        if (!CacheLine.class.getModule().isNativeAccessEnabled()) {
            return null;
        }
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor type = FunctionDescriptor.of(
                ValueLayout.JAVA_LONG, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG);
        return linker.defaultLookup()
                .find("memcpy")
                .map(function -> linker.downcallHandle(function, type, Linker.Option.critical(true)))
                .orElse(null);
    }
}
