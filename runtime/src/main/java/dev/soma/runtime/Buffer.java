package dev.soma.runtime;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * A one-dimensional array in a device's memory. It belongs to the device that allocated it, stays there between
 * operations, and goes back to the device's pool when closed.
 *
 * <p>Copies are ordered with the device's operations: a copy out waits for the operations enqueued before it.
 *
 * <p>Using a closed buffer, or one of a closed device, is an {@link IllegalStateException}. Not safe for use by several
 * threads at once.
 */
public abstract class Buffer implements AutoCloseable {
    private final Device device;
    private final DataType type;
    private final int length;
    private boolean closed;

    /** For devices. */
    protected Buffer(Device device, DataType type, int length) {
        this.device = device;
        this.type = type;
        this.length = length;
    }

    /** The device whose memory this is. */
    public final Device device() {
        return device;
    }

    /** The type of the elements. */
    public final DataType type() {
        return type;
    }

    /** The number of elements. */
    public final int length() {
        return length;
    }

    /** Whether {@link #close()} has been called. */
    public final boolean isClosed() {
        return closed;
    }

    /** Copies all of {@code source}, whose length must be this buffer's, into the buffer. */
    public final void copyFrom(float[] source) {
        requireType(DataType.FLOAT);
        copyFrom(0, MemorySegment.ofArray(source));
    }

    /** Copies all of {@code source}, whose length must be this buffer's, into the buffer. */
    public final void copyFrom(int[] source) {
        requireType(DataType.INT);
        copyFrom(0, MemorySegment.ofArray(source));
    }

    /** Copies all elements into {@code target}, whose length must be this buffer's. */
    public final void copyTo(float[] target) {
        requireType(DataType.FLOAT);
        copyTo(0, MemorySegment.ofArray(target));
    }

    /** Copies all elements into {@code target}, whose length must be this buffer's. */
    public final void copyTo(int[] target) {
        requireType(DataType.INT);
        copyTo(0, MemorySegment.ofArray(target));
    }

    /** The elements of a {@link DataType#FLOAT} buffer, in a new array. */
    public final float[] toFloats() {
        float[] elements = new float[length];
        copyTo(elements);
        return elements;
    }

    /** The elements of an {@link DataType#INT} buffer, in a new array. */
    public final int[] toInts() {
        int[] elements = new int[length];
        copyTo(elements);
        return elements;
    }

    /**
     * Copies a whole segment, native or on the heap, into the elements from {@code offset} on.
     *
     * @throws IndexOutOfBoundsException if the segment reaches beyond the buffer
     */
    public final void copyFrom(int offset, MemorySegment source) {
        requireOpen();
        checkRange("source", offset, source);
        doCopyFrom(offset, source);
    }

    /**
     * Fills a whole segment, native or on the heap, from the elements from {@code offset} on.
     *
     * @throws IndexOutOfBoundsException if the segment reaches beyond the buffer
     */
    public final void copyTo(int offset, MemorySegment target) {
        requireOpen();
        checkRange("target", offset, target);
        if (target.isReadOnly()) {
            throw new IllegalArgumentException("target is read-only, expected memory that can be written");
        }
        doCopyTo(offset, target);
    }

    /**
     * The device's own name of the memory, for code outside Soma that uses the same device: a {@code cl_mem} on
     * {@code opencl}, a {@code CUdeviceptr} on {@code cuda}; empty on devices that compute on Java arrays.
     *
     * <p>It is the buffer's as long as the buffer is open. Whoever uses it longer must retain it, where the device counts
     * ({@code clRetainMemObject}). Work enqueued elsewhere is not ordered with the device's: call {@link Device#finish()}
     * before it, and wait for it before the device uses the buffer again.
     */
    public OptionalLong handle() {
        requireOpen();
        return OptionalLong.empty();
    }

    /** Gives the memory back to the device. Closing twice has no effect. */
    @Override
    public final void close() {
        if (!closed) {
            closed = true;
            release();
        }
    }

    /** Fails if this buffer or its device has been closed. */
    protected final void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this buffer of " + length + " " + type + " has been closed");
        }
        device.requireOpen();
    }

    /** Copies in; the range has been checked. */
    protected abstract void doCopyFrom(int offset, MemorySegment source);

    /** Copies out, after the operations enqueued so far; the range has been checked. */
    protected abstract void doCopyTo(int offset, MemorySegment target);

    /** Frees or pools the memory; called once. */
    protected abstract void release();

    private void requireType(DataType expected) {
        if (type != expected) {
            throw new IllegalArgumentException("this buffer holds " + type + ", not " + expected);
        }
    }

    private void checkRange(String name, int offset, MemorySegment segment) {
        Objects.requireNonNull(segment, name);
        long bytes = segment.byteSize();
        if (bytes % type.bytes() != 0) {
            throw new IllegalArgumentException(
                    name + " has " + bytes + " bytes, expected a multiple of " + type.bytes() + " (" + type + ")");
        }
        long elements = bytes / type.bytes();
        if (offset < 0 || offset + elements > length) {
            throw new IndexOutOfBoundsException(
                    name + " of " + elements + " elements at offset " + offset + " exceeds the buffer's " + length);
        }
    }

    @Override
    public String toString() {
        return type + "[" + length + "] on " + device.name() + (closed ? " (closed)" : "");
    }
}
