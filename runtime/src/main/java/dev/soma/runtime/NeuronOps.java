package dev.soma.runtime;

import org.jspecify.annotations.Nullable;

/**
 * Leaky integrate-and-fire (LIF) neurons over all time steps, plain, with membrane potential batch normalisation (MPBN), and
 * with MPBN folded into the threshold. IF neurons are those of decay 1.
 *
 * <pre>
 * h[t] = fma(decay, v[t-1], x[t])       v[-1] = 0
 * y[t] = MPBN(h[t])                     or h[t] without MPBN
 * s[t] = 1 if y[t] > vTh else 0
 * v[t] = h[t] * (1 - s[t])              hard reset; soft: h[t] - vTh * s[t]
 *
 * backward, g[t] = dL/ds[t], u[t] = dL/dv[t], u[T-1] = 0:
 * ds = g[t] - u[t] * h[t]               hard reset; soft: g[t] - u[t] * vTh; second term absent when detached
 * dy = ds * surrogate(y[t])
 * dh = MPBN_backward_t(dy) + u[t] * (1 - s[t])     soft: + u[t]
 * dL/dx[t] = dh ;  u[t-1] = decay * dh ;  dL/ddecay += dh * v[t-1]
 * </pre>
 *
 * {@code decay} is a buffer of one element, since it may be learnt. Potentials are in the units of {@code vTh}.
 * Source: Guo et al. 2023, equations 1 to 3 and 6 to 12, and the defaults of its public code.
 */
public abstract class NeuronOps {
    private final Device device;

    /** For devices. */
    protected NeuronOps(Device device) {
        this.device = device;
    }

    /**
     * LIF.
     *
     * @param decay {@code [1]}
     * @param xSeq input current, {@code [T, N, pixels, C]}, or {@code [N, pixels, C]}: the same at all steps
     * @param spikeSeq out, spikes
     * @param hSeq out, the potentials before firing that the backward needs, {@code [T, N, pixels, C]}; null for inference
     */
    public final void lifForward(
            NeuronShape shape,
            LifSettings settings,
            Buffer decay,
            Buffer xSeq,
            Buffer spikeSeq,
            @Nullable Buffer hSeq) {
        Check.floats(device, "decay", decay, 1);
        checkCurrent(shape, xSeq);
        Check.ints(device, "spikeSeq", spikeSeq, shape.words());
        Check.optionalFloats(device, "hSeq", hSeq, shape.size());
        doLifForward(shape, settings, decay, xSeq, spikeSeq, hSeq);
    }

    /**
     * Backward of {@link #lifForward}. {@code gradXSeq} may be {@code gradSpikeSeq}.
     *
     * @param gradSpikeSeq {@code [T, N, pixels, C]}
     * @param hSeq what the forward wrote
     * @param gradXSeq out, like {@code hSeq}
     * @param gradDecay out, {@code [1]}; null if the decay is not learnt
     */
    public final void lifBackward(
            NeuronShape shape,
            LifSettings settings,
            Buffer decay,
            Buffer gradSpikeSeq,
            Buffer hSeq,
            Buffer gradXSeq,
            @Nullable Buffer gradDecay) {
        checkBackward(shape, decay, gradSpikeSeq, hSeq, gradXSeq, gradDecay);
        doLifBackward(shape, settings, decay, gradSpikeSeq, hSeq, gradXSeq, gradDecay);
    }

    /**
     * LIF with MPBN in training: each step is normalised with its own batch statistics, and the running statistics are
     * updated once a step.
     *
     * @param axis channel-wise or element-wise
     * @param norm eps and momentum
     * @param decay {@code [1]}
     * @param xSeq input current, {@code [T, N, pixels, C]}, or {@code [N, pixels, C]}: the same at all steps
     * @param parameters of the MPBN, each {@code [features]}
     * @param spikeSeq out, spikes
     * @param hSeq out, potentials before normalisation, {@code [T, N, pixels, C]}
     * @param saved out, {@code [T, features]} each
     */
    public final void lifMpbnForwardTraining(
            NeuronShape shape,
            NormAxis axis,
            LifSettings settings,
            NormSettings norm,
            Buffer decay,
            Buffer xSeq,
            NormParameters parameters,
            Buffer spikeSeq,
            Buffer hSeq,
            BatchStatistics saved) {
        NormShape normShape = shape.norm(axis);
        normShape.requireBatch();
        Check.floats(device, "decay", decay, 1);
        checkCurrent(shape, xSeq);
        parameters.check(device, normShape.features());
        Check.ints(device, "spikeSeq", spikeSeq, shape.words());
        Check.floats(device, "hSeq", hSeq, shape.size());
        Check.distinct("hSeq", hSeq, "xSeq", xSeq);
        saved.check(device, normShape.steps() * normShape.features());
        doLifMpbnForwardTraining(shape, axis, settings, norm, decay, xSeq, parameters, spikeSeq, hSeq, saved);
    }

    /** LIF with MPBN in evaluation: the running statistics serve all steps. Arguments as in training. */
    public final void lifMpbnForwardEvaluation(
            NeuronShape shape,
            NormAxis axis,
            LifSettings settings,
            float eps,
            Buffer decay,
            Buffer xSeq,
            NormParameters parameters,
            Buffer spikeSeq) {
        Check.floats(device, "decay", decay, 1);
        checkCurrent(shape, xSeq);
        parameters.check(device, shape.norm(axis).features());
        Check.ints(device, "spikeSeq", spikeSeq, shape.words());
        doLifMpbnForwardEvaluation(shape, axis, settings, eps, decay, xSeq, parameters, spikeSeq);
    }

    /**
     * Backward of {@link #lifMpbnForwardTraining}. {@code gradXSeq} may be {@code gradSpikeSeq}.
     *
     * @param gradSpikeSeq {@code [T, N, pixels, C]}
     * @param hSeq what the forward wrote
     * @param gamma {@code [features]}
     * @param beta {@code [features]}
     * @param saved what the forward wrote
     * @param gradXSeq out, like {@code hSeq}
     * @param gradients out, {@code [features]} each
     * @param gradDecay out, {@code [1]}; null if the decay is not learnt
     */
    public final void lifMpbnBackward(
            NeuronShape shape,
            NormAxis axis,
            LifSettings settings,
            Buffer decay,
            Buffer gradSpikeSeq,
            Buffer hSeq,
            Buffer gamma,
            Buffer beta,
            BatchStatistics saved,
            Buffer gradXSeq,
            NormGradients gradients,
            @Nullable Buffer gradDecay) {
        NormShape normShape = shape.norm(axis);
        normShape.requireBatch();
        checkBackward(shape, decay, gradSpikeSeq, hSeq, gradXSeq, gradDecay);
        Check.floats(device, "gamma", gamma, normShape.features());
        Check.floats(device, "beta", beta, normShape.features());
        saved.check(device, normShape.steps() * normShape.features());
        gradients.check(device, normShape.features());
        doLifMpbnBackward(
                shape, axis, settings, decay, gradSpikeSeq, hSeq, gamma, beta, saved, gradXSeq, gradients, gradDecay);
    }

    /**
     * LIF with the MPBN folded into the threshold: fires where {@code sign * h > threshold}, and otherwise as {@link
     * #lifForward}.
     *
     * @param axis whether the pairs are per channel or per element
     * @param settings the reset and, for a soft one, vTh
     * @param folded {@code [features]} each
     */
    public final void lifFoldedForward(
            NeuronShape shape,
            NormAxis axis,
            LifSettings settings,
            Buffer decay,
            Buffer xSeq,
            FoldedThreshold folded,
            Buffer spikeSeq) {
        Check.floats(device, "decay", decay, 1);
        checkCurrent(shape, xSeq);
        folded.check(device, shape.norm(axis).features());
        Check.ints(device, "spikeSeq", spikeSeq, shape.words());
        doLifFoldedForward(shape, axis, settings, decay, xSeq, folded, spikeSeq);
    }

    /**
     * The decay of a parametric LIF: {@code decay[0] = sigmoid(w[0])}. Source: Fang et al. 2021, "Incorporating learnable
     * membrane time constant".
     */
    public final void decayForward(Buffer w, Buffer decay) {
        Check.floats(device, "w", w, 1);
        Check.floats(device, "decay", decay, 1);
        doDecayForward(w, decay);
    }

    /** Backward of {@link #decayForward}: {@code gradW = gradDecay * decay * (1 - decay)}. */
    public final void decayBackward(Buffer decay, Buffer gradDecay, Buffer gradW) {
        Check.floats(device, "decay", decay, 1);
        Check.floats(device, "gradDecay", gradDecay, 1);
        Check.floats(device, "gradW", gradW, 1);
        doDecayBackward(decay, gradDecay, gradW);
    }

    /** Whether the input current is one step's, the same at all steps. */
    protected static boolean isConstant(NeuronShape shape, Buffer xSeq) {
        return xSeq.length() == shape.neurons();
    }

    private void checkCurrent(NeuronShape shape, Buffer xSeq) {
        Check.floats(device, "xSeq", xSeq, isConstant(shape, xSeq) ? shape.neurons() : shape.size());
    }

    private void checkBackward(
            NeuronShape shape,
            Buffer decay,
            Buffer gradSpikeSeq,
            Buffer hSeq,
            Buffer gradXSeq,
            @Nullable Buffer gradDecay) {
        Check.floats(device, "decay", decay, 1);
        Check.floats(device, "gradSpikeSeq", gradSpikeSeq, shape.size());
        Check.floats(device, "hSeq", hSeq, shape.size());
        Check.floats(device, "gradXSeq", gradXSeq, shape.size());
        Check.distinct("gradXSeq", gradXSeq, "hSeq", hSeq);
        Check.optionalFloats(device, "gradDecay", gradDecay, 1);
    }

    /** {@link #lifForward}, arguments checked. */
    protected abstract void doLifForward(
            NeuronShape shape, LifSettings settings, Buffer decay, Buffer xSeq, Buffer spikeSeq, @Nullable Buffer hSeq);

    /** {@link #lifBackward}, arguments checked. */
    protected abstract void doLifBackward(
            NeuronShape shape,
            LifSettings settings,
            Buffer decay,
            Buffer gradSpikeSeq,
            Buffer hSeq,
            Buffer gradXSeq,
            @Nullable Buffer gradDecay);

    /** {@link #lifMpbnForwardTraining}, arguments checked. */
    protected abstract void doLifMpbnForwardTraining(
            NeuronShape shape,
            NormAxis axis,
            LifSettings settings,
            NormSettings norm,
            Buffer decay,
            Buffer xSeq,
            NormParameters parameters,
            Buffer spikeSeq,
            Buffer hSeq,
            BatchStatistics saved);

    /** {@link #lifMpbnForwardEvaluation}, arguments checked. */
    protected abstract void doLifMpbnForwardEvaluation(
            NeuronShape shape,
            NormAxis axis,
            LifSettings settings,
            float eps,
            Buffer decay,
            Buffer xSeq,
            NormParameters parameters,
            Buffer spikeSeq);

    /** {@link #lifMpbnBackward}, arguments checked. */
    protected abstract void doLifMpbnBackward(
            NeuronShape shape,
            NormAxis axis,
            LifSettings settings,
            Buffer decay,
            Buffer gradSpikeSeq,
            Buffer hSeq,
            Buffer gamma,
            Buffer beta,
            BatchStatistics saved,
            Buffer gradXSeq,
            NormGradients gradients,
            @Nullable Buffer gradDecay);

    /** {@link #lifFoldedForward}, arguments checked. */
    protected abstract void doLifFoldedForward(
            NeuronShape shape,
            NormAxis axis,
            LifSettings settings,
            Buffer decay,
            Buffer xSeq,
            FoldedThreshold folded,
            Buffer spikeSeq);

    /** {@link #decayForward}, arguments checked. */
    protected abstract void doDecayForward(Buffer w, Buffer decay);

    /** {@link #decayBackward}, arguments checked. */
    protected abstract void doDecayBackward(Buffer decay, Buffer gradDecay, Buffer gradW);
}
