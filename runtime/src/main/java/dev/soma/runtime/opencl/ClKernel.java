package dev.soma.runtime.opencl;

import static dev.soma.runtime.opencl.ClLibrary.INT;
import static dev.soma.runtime.opencl.ClLibrary.LONG;
import static dev.soma.runtime.opencl.ClLibrary.POINTER;

import dev.soma.runtime.Grid;
import dev.soma.runtime.driver.ArgumentBlock;
import dev.soma.runtime.driver.NativeLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** A kernel object with its arguments and geometry in native memory: enqueueing it allocates nothing. */
final class ClKernel implements AutoCloseable {
    private static final MethodHandle SET_ARG = ClLibrary.status("clSetKernelArg", LONG, INT, LONG, POINTER);
    private static final MethodHandle ENQUEUE = ClLibrary.status(
            "clEnqueueNDRangeKernel", LONG, LONG, INT, POINTER, POINTER, POINTER, INT, POINTER, POINTER);
    private static final MethodHandle GROUP_INFO =
            ClLibrary.status("clGetKernelWorkGroupInfo", LONG, LONG, INT, LONG, POINTER, POINTER);

    private static final int WORK_GROUP_SIZE = 0x11B0;
    private static final int DIMENSIONS = 3;

    private final long handle;
    private final ArgumentBlock arguments;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment global = arena.allocate(LONG, DIMENSIONS);
    private final MemorySegment local = arena.allocate(LONG, DIMENSIONS);
    private final long maxGroup;

    ClKernel(ClDevice device, long handle, int count) {
        this.handle = handle;
        this.arguments = new ArgumentBlock(count);
        this.maxGroup = maxGroup(device, handle);
    }

    /** The most work-items of a group that the device can run of this kernel. */
    long maxGroup() {
        return maxGroup;
    }

    void setInt(int index, int value) {
        if (arguments.setInt(index, value)) {
            hand(index, Integer.BYTES);
        }
    }

    void setFloat(int index, float value) {
        if (arguments.setFloat(index, value)) {
            hand(index, Float.BYTES);
        }
    }

    void setMemory(int index, long memory) {
        if (arguments.setHandle(index, memory)) {
            hand(index, Long.BYTES);
        }
    }

    /** Hands over all arguments again at the next launch: memory has been freed, and its handles may mean other memory. */
    void forgetArguments() {
        arguments.forgetAll();
    }

    void enqueue(ClQueue queue, Grid grid) {
        global.setAtIndex(LONG, 0, grid.globalX());
        global.setAtIndex(LONG, 1, grid.globalY());
        global.setAtIndex(LONG, 2, grid.globalZ());
        local.setAtIndex(LONG, 0, grid.localX());
        local.setAtIndex(LONG, 1, grid.localY());
        local.setAtIndex(LONG, 2, grid.localZ());
        try {
            int status = (int) ENQUEUE.invokeExact(
                    queue.handle(),
                    handle,
                    DIMENSIONS,
                    MemorySegment.NULL,
                    global,
                    local,
                    0,
                    MemorySegment.NULL,
                    MemorySegment.NULL);
            ClStatus.check("clEnqueueNDRangeKernel", status);
        } catch (Throwable e) {
            throw NativeLibrary.rethrow(e);
        }
    }

    private void hand(int index, long bytes) {
        try {
            int status = (int) SET_ARG.invokeExact(handle, index, bytes, arguments.value(index));
            if (status != ClStatus.SUCCESS) {
                arguments.forget(index);
                throw ClStatus.failure("clSetKernelArg of argument " + index, status);
            }
        } catch (Throwable e) {
            throw NativeLibrary.rethrow(e);
        }
    }

    private static long maxGroup(ClDevice device, long kernel) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(LONG);
            int status = (int) GROUP_INFO.invokeExact(
                    kernel, device.handle(), WORK_GROUP_SIZE, LONG.byteSize(), value, MemorySegment.NULL);
            ClStatus.check("clGetKernelWorkGroupInfo", status);
            return Math.min(value.get(LONG, 0), device.maxGroup());
        } catch (Throwable e) {
            throw NativeLibrary.rethrow(e);
        }
    }

    @Override
    public void close() {
        ClObject.KERNEL.release(handle);
        arguments.close();
        arena.close();
    }
}
