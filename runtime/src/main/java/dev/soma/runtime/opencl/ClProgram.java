package dev.soma.runtime.opencl;

import static dev.soma.runtime.opencl.ClLibrary.INT;
import static dev.soma.runtime.opencl.ClLibrary.LONG;
import static dev.soma.runtime.opencl.ClLibrary.POINTER;

import dev.soma.runtime.driver.JvmSignals;
import dev.soma.runtime.driver.NativeLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/** A program of one device, built or to be built. */
final class ClProgram implements AutoCloseable {
    private static final MethodHandle CREATE_WITH_SOURCE =
            ClLibrary.creator("clCreateProgramWithSource", LONG, INT, POINTER, POINTER, POINTER);
    private static final MethodHandle CREATE_WITH_BINARY =
            ClLibrary.creator("clCreateProgramWithBinary", LONG, INT, POINTER, POINTER, POINTER, POINTER, POINTER);
    private static final MethodHandle BUILD =
            ClLibrary.status("clBuildProgram", LONG, INT, POINTER, POINTER, POINTER, POINTER);
    private static final MethodHandle BUILD_INFO =
            ClLibrary.status("clGetProgramBuildInfo", LONG, LONG, INT, LONG, POINTER, POINTER);
    private static final MethodHandle CREATE_KERNEL = ClLibrary.creator("clCreateKernel", LONG, POINTER, POINTER);

    private static final int BUILD_LOG = 0x1183;
    private static final int BINARY_SIZES = 0x1165;
    private static final int BINARIES = 0x1166;

    private final long device;
    private final long handle;

    private ClProgram(long device, long handle) {
        this.device = device;
        this.handle = handle;
    }

    static ClProgram ofSource(ClQueue queue, ClDevice device, String source) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(source);
            MemorySegment texts = arena.allocateFrom(ValueLayout.ADDRESS, text);
            MemorySegment error = arena.allocate(INT);
            long program = (long) CREATE_WITH_SOURCE.invokeExact(queue.context(), 1, texts, MemorySegment.NULL, error);
            ClStatus.check("clCreateProgramWithSource", error.get(INT, 0));
            return new ClProgram(device.handle(), program);
        } catch (Throwable e) {
            throw NativeLibrary.rethrow(e);
        }
    }

    static ClProgram ofBinary(ClQueue queue, ClDevice device, byte[] binary) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment code = arena.allocateFrom(ValueLayout.JAVA_BYTE, binary);
            MemorySegment devices = arena.allocateFrom(LONG, device.handle());
            MemorySegment lengths = arena.allocateFrom(LONG, binary.length);
            MemorySegment codes = arena.allocateFrom(ValueLayout.ADDRESS, code);
            MemorySegment status = arena.allocate(INT);
            MemorySegment error = arena.allocate(INT);
            long program =
                    (long) CREATE_WITH_BINARY.invokeExact(queue.context(), 1, devices, lengths, codes, status, error);
            ClStatus.check("clCreateProgramWithBinary", error.get(INT, 0));
            return new ClProgram(device.handle(), program);
        } catch (Throwable e) {
            throw NativeLibrary.rethrow(e);
        }
    }

    /** Compiles and links; the status, to be judged with the {@link #log()}. */
    int build(String options) {
        try (JvmSignals _ = JvmSignals.keep();
                Arena arena = Arena.ofConfined()) {
            MemorySegment devices = arena.allocateFrom(LONG, device);
            MemorySegment text = arena.allocateFrom(options);
            return (int) BUILD.invokeExact(handle, 1, devices, text, MemorySegment.NULL, MemorySegment.NULL);
        } catch (Throwable e) {
            throw NativeLibrary.rethrow(e);
        }
    }

    /** What the compiler said. */
    String log() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(LONG);
            int status = (int) BUILD_INFO.invokeExact(handle, device, BUILD_LOG, 0L, MemorySegment.NULL, size);
            ClStatus.check("clGetProgramBuildInfo", status);
            MemorySegment text = arena.allocate(size.get(LONG, 0) + 1);
            status = (int) BUILD_INFO.invokeExact(handle, device, BUILD_LOG, text.byteSize(), text, MemorySegment.NULL);
            ClStatus.check("clGetProgramBuildInfo", status);
            return text.getString(0, StandardCharsets.UTF_8).strip();
        } catch (Throwable e) {
            throw NativeLibrary.rethrow(e);
        }
    }

    /** The built program in the driver's own form; empty if the driver keeps none. */
    byte[] binary() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(LONG);
            ClInfo.PROGRAM.ask(handle, BINARY_SIZES, size, MemorySegment.NULL);
            MemorySegment code = arena.allocate(Math.max(size.get(LONG, 0), 1));
            MemorySegment codes = arena.allocateFrom(ValueLayout.ADDRESS, code);
            ClInfo.PROGRAM.ask(handle, BINARIES, codes, MemorySegment.NULL);
            return code.asSlice(0, size.get(LONG, 0)).toArray(ValueLayout.JAVA_BYTE);
        }
    }

    /** A new kernel object of a function. */
    long kernel(String entry) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment error = arena.allocate(INT);
            MemorySegment name = arena.allocateFrom(entry);
            long kernel = (long) CREATE_KERNEL.invokeExact(handle, name, error);
            ClStatus.check("clCreateKernel of " + entry, error.get(INT, 0));
            return kernel;
        } catch (Throwable e) {
            throw NativeLibrary.rethrow(e);
        }
    }

    @Override
    public void close() {
        ClObject.PROGRAM.release(handle);
    }
}
