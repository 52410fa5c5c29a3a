package dev.soma.runtime.opencl;

import static dev.soma.runtime.opencl.ClLibrary.INT;
import static dev.soma.runtime.opencl.ClLibrary.LONG;
import static dev.soma.runtime.opencl.ClLibrary.POINTER;

import dev.soma.runtime.DeviceException;
import dev.soma.runtime.driver.DeviceMemory;
import dev.soma.runtime.driver.JvmSignals;
import dev.soma.runtime.driver.NativeLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The context of one device and its queue, which runs what is enqueued in order and keeps times. */
final class ClQueue implements DeviceMemory, AutoCloseable {
    private static final MethodHandle CREATE_CONTEXT =
            ClLibrary.creator("clCreateContext", POINTER, INT, POINTER, POINTER, POINTER, POINTER);
    private static final MethodHandle CREATE_QUEUE =
            ClLibrary.creator("clCreateCommandQueue", LONG, LONG, LONG, POINTER);
    private static final MethodHandle CREATE_BUFFER =
            ClLibrary.creator("clCreateBuffer", LONG, LONG, LONG, POINTER, POINTER);
    private static final MethodHandle FILL =
            ClLibrary.status("clEnqueueFillBuffer", LONG, LONG, POINTER, LONG, LONG, LONG, INT, POINTER, POINTER);
    private static final MethodHandle READ =
            ClLibrary.status("clEnqueueReadBuffer", LONG, LONG, INT, LONG, LONG, POINTER, INT, POINTER, POINTER);
    private static final MethodHandle WRITE =
            ClLibrary.status("clEnqueueWriteBuffer", LONG, LONG, INT, LONG, LONG, POINTER, INT, POINTER, POINTER);
    private static final MethodHandle MARKER =
            ClLibrary.status("clEnqueueMarkerWithWaitList", LONG, INT, POINTER, POINTER);
    private static final MethodHandle WAIT = ClLibrary.status("clWaitForEvents", INT, POINTER);
    private static final MethodHandle FLUSH = ClLibrary.status("clFlush", LONG);
    private static final MethodHandle FINISH = ClLibrary.status("clFinish", LONG);

    private static final long PROFILING = 2;
    private static final long READ_WRITE = 1;
    private static final int BLOCKING = 1;

    private final long context;
    private final long handle;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment error = arena.allocate(INT);
    private final MemorySegment word = arena.allocate(LONG);
    private final MemorySegment zero = arena.allocate(INT);

    ClQueue(ClDevice device) {
        try (JvmSignals _ = JvmSignals.keep()) {
            word.set(LONG, 0, device.handle());
            context = (long) CREATE_CONTEXT.invokeExact(
                    MemorySegment.NULL, 1, word, MemorySegment.NULL, MemorySegment.NULL, error);
            checkError("clCreateContext");
            handle = createQueue(device);
        } catch (Throwable e) {
            arena.close();
            throw NativeLibrary.rethrow(e);
        }
    }

    private long createQueue(ClDevice device) throws Throwable {
        try {
            long queue = (long) CREATE_QUEUE.invokeExact(context, device.handle(), PROFILING, error);
            checkError("clCreateCommandQueue");
            return queue;
        } catch (DeviceException e) {
            ClObject.CONTEXT.release(context);
            throw e;
        }
    }

    long context() {
        return context;
    }

    long handle() {
        return handle;
    }

    @Override
    public long allocate(long bytes) {
        try {
            long buffer = (long) CREATE_BUFFER.invokeExact(context, READ_WRITE, bytes, MemorySegment.NULL, error);
            checkError("clCreateBuffer");
            return buffer;
        } catch (Throwable e) {
            throw NativeLibrary.rethrow(e);
        }
    }

    @Override
    public void zero(long buffer, long bytes) {
        try {
            int status = (int) FILL.invokeExact(
                    handle, buffer, zero, INT.byteSize(), 0L, bytes, 0, MemorySegment.NULL, MemorySegment.NULL);
            ClStatus.check("clEnqueueFillBuffer", status);
        } catch (Throwable e) {
            throw NativeLibrary.rethrow(e);
        }
    }

    @Override
    public void free(long buffer) {
        ClObject.MEM_OBJECT.release(buffer);
    }

    /** Fills native memory from a buffer, and waits for it. */
    void read(long buffer, long offset, MemorySegment target) {
        try {
            int status = (int) READ.invokeExact(
                    handle,
                    buffer,
                    BLOCKING,
                    offset,
                    target.byteSize(),
                    target,
                    0,
                    MemorySegment.NULL,
                    MemorySegment.NULL);
            ClStatus.check("clEnqueueReadBuffer", status);
        } catch (Throwable e) {
            throw NativeLibrary.rethrow(e);
        }
    }

    /** Copies native memory into a buffer, and waits for it. */
    void write(long buffer, long offset, MemorySegment source) {
        try {
            int status = (int) WRITE.invokeExact(
                    handle,
                    buffer,
                    BLOCKING,
                    offset,
                    source.byteSize(),
                    source,
                    0,
                    MemorySegment.NULL,
                    MemorySegment.NULL);
            ClStatus.check("clEnqueueWriteBuffer", status);
        } catch (Throwable e) {
            throw NativeLibrary.rethrow(e);
        }
    }

    /** A new event that is complete once all that was enqueued before is done. */
    long mark() {
        try {
            int status = (int) MARKER.invokeExact(handle, 0, MemorySegment.NULL, word);
            ClStatus.check("clEnqueueMarkerWithWaitList", status);
            long event = word.get(LONG, 0);
            status = (int) FLUSH.invokeExact(handle);
            ClStatus.check("clFlush", status);
            return event;
        } catch (Throwable e) {
            throw NativeLibrary.rethrow(e);
        }
    }

    void await(long event) {
        try {
            word.set(LONG, 0, event);
            int status = (int) WAIT.invokeExact(1, word);
            ClStatus.check("clWaitForEvents", status);
        } catch (Throwable e) {
            throw NativeLibrary.rethrow(e);
        }
    }

    void finish() {
        try {
            int status = (int) FINISH.invokeExact(handle);
            ClStatus.check("clFinish", status);
        } catch (Throwable e) {
            throw NativeLibrary.rethrow(e);
        }
    }

    @Override
    public void close() {
        ClObject.COMMAND_QUEUE.release(handle);
        ClObject.CONTEXT.release(context);
        arena.close();
    }

    private void checkError(String call) {
        ClStatus.check(call, error.get(ValueLayout.JAVA_INT, 0));
    }
}
