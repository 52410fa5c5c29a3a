package dev.soma.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.soma.runtime.SgdSettings;
import java.util.stream.Stream;

/** What a network in PyTorch learns, with the state of its optimizer. */
final class TorchParameter {
    private static final float NO_CLIPPING = -1;

    private final NDArray value;
    private final NDArray velocity;
    private final boolean decays;
    private NDArray leaf;

    /**
     * A parameter.
     *
     * @param value its first value
     * @param decays whether weight decay applies
     */
    TorchParameter(NDArray value, boolean decays) {
        this.value = value;
        this.velocity = value.zerosLike();
        this.decays = decays;
        this.leaf = PyTorch.leaf(value);
    }

    /** The parameter in the graph that is recorded. */
    NDArray leaf() {
        return leaf;
    }

    /** Forgets the gradient. */
    void renew() {
        leaf.close();
        leaf = PyTorch.leaf(value);
    }

    /** SGD with momentum, with the leaf's gradient: one native call of DJL, which multiplies by the rate before the momentum. */
    void update(SgdSettings settings, float learningRate) {
        try (NDArray gradient = leaf.getGradient()) {
            value.getNDArrayInternal()
                    .sgdUpdate(
                            new NDList(value, gradient, velocity),
                            new NDList(value),
                            learningRate,
                            decays ? settings.weightDecay() : 0,
                            1,
                            NO_CLIPPING,
                            settings.momentum(),
                            false);
        }
    }

    /** The gradient of the last backward. */
    float[] gradient() {
        return PyTorch.gradient(leaf);
    }

    void close() {
        Stream.of(value, velocity, leaf).forEach(NDArray::close);
    }
}
