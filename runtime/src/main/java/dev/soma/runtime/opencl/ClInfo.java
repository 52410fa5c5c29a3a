package dev.soma.runtime.opencl;

import static dev.soma.runtime.opencl.ClLibrary.INT;
import static dev.soma.runtime.opencl.ClLibrary.LONG;
import static dev.soma.runtime.opencl.ClLibrary.POINTER;

import dev.soma.runtime.driver.NativeLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/** The questions one can ask of OpenCL's objects: {@code clGet...Info}. */
enum ClInfo {
    PLATFORM("clGetPlatformInfo"),
    DEVICE("clGetDeviceInfo"),
    MEM_OBJECT("clGetMemObjectInfo"),
    PROGRAM("clGetProgramInfo"),
    EVENT_PROFILING("clGetEventProfilingInfo");

    private final String call;
    private final MethodHandle function;

    ClInfo(String call) {
        this.call = call;
        this.function = ClLibrary.status(call, LONG, INT, LONG, POINTER, POINTER);
    }

    /** A value of eight bytes, or of four, as {@code size_t}, {@code cl_ulong}, {@code cl_uint} or a handle. */
    long number(long object, int name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(LONG);
            ask(object, name, value, MemorySegment.NULL);
            return value.get(LONG, 0);
        }
    }

    /** A text. */
    String text(long object, int name) {
        byte[] bytes = bytes(object, name);
        int length = bytes.length;
        while (length > 0 && bytes[length - 1] == 0) {
            length--;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8).strip();
    }

    /** Asks for one value of known size. */
    void ask(long object, int name, MemorySegment value, MemorySegment size) {
        try {
            int status = (int) function.invokeExact(object, name, value.byteSize(), value, size);
            ClStatus.check(call, status);
        } catch (Throwable e) {
            throw NativeLibrary.rethrow(e);
        }
    }

    private byte[] bytes(long object, int name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(LONG);
            ask(object, name, MemorySegment.NULL, size);
            MemorySegment value = arena.allocate(Math.max(size.get(LONG, 0), 1));
            ask(object, name, value, MemorySegment.NULL);
            return value.toArray(ValueLayout.JAVA_BYTE);
        }
    }
}
