package dev.soma.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.soma.runtime.AdamWSettings;
import java.util.stream.Stream;

/** What a network in PyTorch learns, with the state of its optimizer. */
final class TorchParameter {
    private static final float NO_CLIPPING = -1;

    private final NDArray value;
    private final NDArray m;
    private final NDArray v;
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
        this.m = value.zerosLike();
        this.v = value.zerosLike();
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

    /**
     * AdamW with the leaf's gradient: one native call of DJL.
     *
     * @param step number of the update, from 1
     */
    void update(AdamWSettings settings, float learningRate, int step) {
        double correction1 = 1 - Math.pow(settings.beta1(), step);
        double root2 = Math.sqrt(1 - Math.pow(settings.beta2(), step));
        try (NDArray gradient = leaf.getGradient()) {
            value.getNDArrayInternal()
                    .adamUpdate(
                            new NDList(value, gradient, m, v),
                            new NDList(value),
                            learningRate,
                            (float) (learningRate * root2 / correction1),
                            decays ? settings.weightDecay() : 0,
                            1,
                            NO_CLIPPING,
                            settings.beta1(),
                            settings.beta2(),
                            // DJL divides by sqrt(v), not by its corrected value
                            (float) (settings.eps() * root2),
                            false,
                            decays);
        }
    }

    /** The gradient of the last backward. */
    float[] gradient() {
        return PyTorch.gradient(leaf);
    }

    void close() {
        Stream.of(value, m, v, leaf).forEach(NDArray::close);
    }
}
