package dev.soma.layers;

import dev.soma.runtime.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A batch of a {@link Signal} on a device. Its memory goes back to the network's {@link Workspace} when the last of those
 * who hold it releases it: whoever makes or {@linkplain #retain retains} a tensor must release it once.
 */
public final class Tensor {
    private final Signal signal;
    private final int batch;
    private final Buffer buffer;
    private final Workspace workspace;
    private final @Nullable Tensor viewed;
    private int holders = 1;

    Tensor(Signal signal, int batch, Buffer buffer, Workspace workspace) {
        this(signal, batch, buffer, workspace, null);
    }

    private Tensor(Signal signal, int batch, Buffer buffer, Workspace workspace, @Nullable Tensor viewed) {
        this.signal = signal;
        this.batch = batch;
        this.buffer = buffer;
        this.workspace = workspace;
        this.viewed = viewed;
    }

    /** What it is, but for the batch. */
    public Signal signal() {
        return signal;
    }

    /** Samples. */
    public int batch() {
        return batch;
    }

    /** The elements, {@code [steps, batch, height, width, channels]} or words of spikes. */
    public Buffer buffer() {
        if (holders == 0) {
            throw new IllegalStateException("this tensor (" + signal + ") has been released");
        }
        return buffer;
    }

    /** Holds the tensor once more. */
    public Tensor retain() {
        buffer();
        holders++;
        return this;
    }

    /** Lets go of the tensor. */
    public void release() {
        buffer();
        holders--;
        if (holders == 0) {
            if (viewed != null) {
                viewed.release();
            } else {
                workspace.giveBack(buffer);
            }
        }
    }

    /** Whether it may be overwritten: nobody but the caller holds it. */
    boolean isExclusive() {
        return holders == 1 && (viewed == null || viewed.isExclusive());
    }

    /** The same elements as another signal of the same size. The view takes over the caller's hold. */
    Tensor as(Signal other) {
        if (other.bufferLength(batch) != buffer.length()) {
            throw new IllegalArgumentException(signal + " cannot be seen as " + other);
        }
        return new Tensor(other, batch, buffer, workspace, this);
    }
}
