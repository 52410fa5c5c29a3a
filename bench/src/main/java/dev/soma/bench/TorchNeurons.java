package dev.soma.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import dev.soma.layers.Lif;
import dev.soma.runtime.LifSettings;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Leaky integrate-and-fire neurons in PyTorch, a step after the other: as in SpikingJelly without its generated kernels, and in
 * MPBN's public code, whose surrogate this is: {@code spike = (out_s - out_bp).detach() + out_bp}, where {@code out_s} is the
 * spike and {@code out_bp} a tanh of the potential cut to 0 to 1. Only for the default settings, in which
 * that is Soma's surrogate too.
 *
 * <p>Kinder to PyTorch than that code: the steps are cut out by one {@code split}, whose backward is one concatenation; the
 * first step has no potential to decay, the last none to reset.
 */
final class TorchNeurons {
    private final NDArray decay;
    private final NDArray vTh;
    private final NDArray one;
    private final NDArray half;
    private final NDArray sharpness;
    private final NDArray tanhEnd;
    private final NDArray twiceTanhEnd;

    TorchNeurons(PyTorch pyTorch, Lif neurons) {
        LifSettings settings = neurons.settings();
        float k = settings.surrogate().alpha();
        float end = (float) Math.tanh(k / 2);
        this.decay = pyTorch.scalar(neurons.decay());
        this.vTh = pyTorch.scalar(settings.vTh());
        this.one = pyTorch.scalar(1);
        this.half = pyTorch.scalar(0.5f);
        this.sharpness = pyTorch.scalar(k);
        this.tanhEnd = pyTorch.scalar(end);
        this.twiceTanhEnd = pyTorch.scalar(2 * end);
    }

    /** The steps of {@code xSeq [T, ...]}, views of it. */
    static NDList steps(NDArray xSeq, int steps) {
        NDList views = new NDList();
        for (NDArray part : xSeq.split(steps)) {
            views.add(then(part, x -> x.squeeze(0)));
        }
        return views;
    }

    /**
     * The spikes {@code [T, ...]}, as floats, without a graph. Frees the views.
     *
     * @param normalize from a step's potential to what is compared with the threshold, or null for the potential itself
     */
    NDArray infer(NDList xSeq, @Nullable UnaryOperator<NDArray> normalize) {
        return overTime(xSeq, normalize, this::fires);
    }

    /**
     * The spikes {@code [T, ...]}, with what the backward needs. Frees the views.
     *
     * @param normalize from a step's potential to what is compared with the threshold, or null for the potential itself
     */
    NDArray record(NDList xSeq, @Nullable UnaryOperator<NDArray> normalize) {
        return overTime(xSeq, normalize, this::spike);
    }

    private NDArray overTime(NDList xSeq, @Nullable UnaryOperator<NDArray> normalize, UnaryOperator<NDArray> fire) {
        try (NDList spikeSeq = new NDList()) {
            NDArray v = null;
            for (int t = 0; t < xSeq.size(); t++) {
                NDArray h = charge(v, xSeq.get(t));
                NDArray spike = normalize == null ? fire.apply(h) : then(normalize.apply(h), fire);
                v = t == xSeq.size() - 1 ? null : then(one.sub(spike), silent -> silent.mul(h));
                h.close();
                spikeSeq.add(spike);
            }
            return NDArrays.stack(spikeSeq);
        }
    }

    private NDArray charge(@Nullable NDArray v, NDArray x) {
        if (v == null) {
            return x;
        }
        try (x) {
            return then(then(v, potential -> potential.mul(decay)), left -> left.add(x));
        }
    }

    private NDArray fires(NDArray y) {
        return then(y.gt(vTh), fired -> fired.toType(DataType.FLOAT32, false));
    }

    private NDArray spike(NDArray y) {
        NDArray cut = y.clip(0, 1);
        NDArray smooth = then(
                then(
                        then(then(then(cut, z -> z.sub(half)), z -> z.mul(sharpness)), NDArray::tanh),
                        z -> z.add(tanhEnd)),
                z -> z.div(twiceTanhEnd));
        try (smooth) {
            return then(then(then(fires(y), fired -> fired.sub(smooth)), NDArray::stopGradient), z -> z.add(smooth));
        }
    }

    /** Frees an intermediate result as soon as the next one is there; a graph that needs it keeps it. */
    static NDArray then(NDArray intermediate, UnaryOperator<NDArray> next) {
        try (intermediate) {
            return next.apply(intermediate);
        }
    }
}
