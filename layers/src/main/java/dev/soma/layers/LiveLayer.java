package dev.soma.layers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A layer on a device, with its parameters. Made by {@link Layer#build}.
 *
 * <p>A forward in training keeps what its backward needs; each such forward is followed by its backward before the next.
 */
public abstract class LiveLayer implements AutoCloseable {

    /** For layers. */
    protected LiveLayer() {}

    /** What it gives. */
    public abstract Signal output();

    /**
     * Computes the output. The caller keeps its hold on {@code x} and gets one on the result.
     *
     * @param x like the input signal the layer was built for, any batch
     */
    public abstract Tensor forward(Tensor x, Pass pass);

    /**
     * Writes the gradients of the parameters and gives that of the input, floats even where the input is spikes.
     *
     * @param gradY gradient of the output of the last forward in training; this takes over the caller's hold
     * @param needsGradX whether the gradient of the input is wanted
     * @return the gradient of the input, held once, or null if not wanted
     */
    public abstract @Nullable Tensor backward(Tensor gradY, boolean needsGradX);

    /** Parameters, those of inner layers included. */
    public List<Parameter> parameters() {
        return List.of();
    }

    /** What is kept besides parameters, running statistics: inner layers included. */
    public List<NamedBuffer> statistics() {
        return List.of();
    }

    /** Frees the parameters. */
    @Override
    public void close() {}
}
