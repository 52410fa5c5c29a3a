package dev.soma.runtime;

import java.lang.foreign.MemorySegment;

/**
 * A place where operations run, with memory of its own.
 *
 * <p>Operations are enqueued and run in order; {@link Buffer#copyTo} and {@link #finish()} wait for them. A device and
 * its buffers are used by one thread at a time.
 */
public interface Device extends AutoCloseable {

    /** The name by which {@link Devices#open(String)} finds it: {@code vector}, {@code jvm}, ... */
    String name();

    /** The hardware and the form that runs, in one line for people. */
    String description();

    /**
     * Allocates a buffer whose elements are 0.
     *
     * @param length number of elements, at least 0
     * @throws DeviceException if the device is out of memory
     */
    Buffer allocate(DataType type, int length);

    /** Allocates a float buffer and copies {@code elements} into it. */
    default Buffer allocate(float... elements) {
        Buffer buffer = allocate(DataType.FLOAT, elements.length);
        buffer.copyFrom(elements);
        return buffer;
    }

    /** Allocates an int buffer and copies {@code elements} into it. */
    default Buffer allocate(int... elements) {
        Buffer buffer = allocate(DataType.INT, elements.length);
        buffer.copyFrom(elements);
        return buffer;
    }

    /**
     * Makes a buffer of existing memory without copying it; closing the buffer leaves the memory alone.
     *
     * @throws IllegalArgumentException if this device cannot compute on that kind of memory; the message says which it
     *     takes
     */
    Buffer wrap(DataType type, MemorySegment memory);

    /**
     * Makes a buffer of memory of this device that was allocated outside Soma, without copying it: of a {@code cl_mem} on
     * {@code opencl}, which is retained until the buffer is closed, of a {@code CUdeviceptr} on {@code cuda}, which must
     * outlive the buffer.
     *
     * @param length number of elements, at least 0 and at most what the memory holds
     * @param handle the memory, as {@link Buffer#handle()} names it
     * @throws IllegalArgumentException if the device has no such handles, or the memory is too small or none of this
     *     device's
     */
    default Buffer wrapHandle(DataType type, int length, long handle) {
        throw new IllegalArgumentException("the device " + name()
                + " computes on Java arrays and has no handles of memory: use wrap or allocate a buffer");
    }

    /** The operations on this device's buffers. */
    Ops ops();

    /** Marks this place in the queue, to wait for it or to measure from it. */
    Event record();

    /** Waits until all that has been enqueued is done. */
    void finish();

    /** Whether the device has been closed. */
    boolean isClosed();

    /** Fails with an {@link IllegalStateException} if the device has been closed. */
    default void requireOpen() {
        if (isClosed()) {
            throw new IllegalStateException("the device " + name() + " has been closed");
        }
    }

    /** Waits for the queue and frees the device's memory. Its buffers are unusable afterwards. Closing twice has no effect. */
    @Override
    void close();
}
