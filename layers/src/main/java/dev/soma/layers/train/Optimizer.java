package dev.soma.layers.train;

import dev.soma.layers.NamedBuffer;
import java.util.List;

/** Updates a network's parameters from their gradients. */
public interface Optimizer extends AutoCloseable {

    /** Updates all parameters once. */
    void step(float learningRate);

    /** What must be saved to go on later to the same bits; the names begin with {@code optimizer.}. */
    List<NamedBuffer> state();

    /** Updates made so far: part of the state of some optimizers. */
    long steps();

    /** Sets the number of updates made so far, of a saved run. */
    void resumeAt(long steps);

    /** Frees the state. */
    @Override
    void close();
}
