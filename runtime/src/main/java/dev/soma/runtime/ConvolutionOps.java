package dev.soma.runtime;

import org.jspecify.annotations.Nullable;

/**
 * Two-dimensional convolution and, as its case of one pixel, linear maps; on floats and on spikes.
 *
 * <pre>
 * y[b, p, q, o]    = bias[o] + sum over i, j, c of x[b, p*stride + i*dilation - padding, q*stride + j*dilation - padding, c] * weight[i, j, c, o]
 * gradX[b, r, s, c] = sum over the (p, q, i, j) that read (r, s), and o, of gradY[b, p, q, o] * weight[i, j, c, o]
 * gradWeight[i, j, c, o] = sum over b, p, q of x[b, ..., c] * gradY[b, p, q, o];  gradBias[o] = sum over b, p, q of gradY[b, p, q, o]
 * </pre>
 *
 * Shapes are those of {@link Conv2dShape}. On spikes, {@code x} is packed as {@link Spikes} says, and only the weights of
 * set bits are added.
 */
public abstract class ConvolutionOps {
    private final Device device;

    /** For devices. */
    protected ConvolutionOps(Device device) {
        this.device = device;
    }

    /** Convolves floats. Cost: {@code 2 * outputSize * kernelHeight * kernelWidth * groupInChannels} flops. */
    public final void forward(Conv2dShape shape, Buffer x, Buffer weight, @Nullable Buffer bias, Buffer y) {
        Check.floats(device, "x", x, shape.inputSize());
        checkForward(shape, weight, bias, y);
        doForward(shape, x, weight, bias, y);
    }

    /** Convolves spikes. Cost: {@code outChannels / groups} additions for each spike and tap that meets it. */
    public final void forwardSpikes(Conv2dShape shape, Buffer spikes, Buffer weight, @Nullable Buffer bias, Buffer y) {
        Check.ints(device, "spikes", spikes, shape.inputWords());
        checkForward(shape, weight, bias, y);
        doForwardSpikes(shape, spikes, weight, bias, y);
    }

    /**
     * Convolves spikes and computes those of the LIF neurons behind the convolution: bit for bit the same as {@link
     * #forwardSpikes} and then {@link FiringRule#fire}, but the currents between the two need not go through memory. For
     * inference.
     *
     * @param shape its batch is {@code [T, N]}
     * @param steps time steps, T
     * @param rule when the neurons fire
     * @param spikeSeq out, spikes, {@code [T, N, outHeight, outWidth, outChannels]}
     */
    public final void fireSpikes(
            Conv2dShape shape,
            int steps,
            Buffer spikes,
            Buffer weight,
            @Nullable Buffer bias,
            FiringRule rule,
            Buffer spikeSeq) {
        if (steps < 1 || shape.batch() % steps != 0) {
            throw new IllegalArgumentException(
                    "steps is " + steps + ", expected a divisor of batch (" + shape.batch() + ")");
        }
        NeuronShape neurons = shape.neurons(steps);
        Check.ints(device, "spikes", spikes, shape.inputWords());
        checkWeight(shape, weight, bias);
        rule.check(device, neurons);
        Check.ints(device, "spikeSeq", spikeSeq, neurons.words());
        Check.distinct("spikeSeq", spikeSeq, "spikes", spikes);
        doFireSpikes(shape, steps, spikes, weight, bias, rule, spikeSeq);
    }

    /** The gradient of the input, be it floats or spikes. */
    public final void gradInput(Conv2dShape shape, Buffer gradY, Buffer weight, Buffer gradX) {
        Check.floats(device, "gradY", gradY, shape.outputSize());
        Check.floats(device, "weight", weight, shape.weightSize());
        Check.floats(device, "gradX", gradX, shape.inputSize());
        Check.distinct("gradX", gradX, "gradY", gradY);
        doGradInput(shape, gradY, weight, gradX);
    }

    /** The gradients of weight and bias for float input. */
    public final void gradWeight(
            Conv2dShape shape, Buffer x, Buffer gradY, Buffer gradWeight, @Nullable Buffer gradBias) {
        Check.floats(device, "x", x, shape.inputSize());
        checkGradWeight(shape, gradY, gradWeight, gradBias);
        doGradWeight(shape, x, gradY, gradWeight, gradBias);
    }

    /** The gradients of weight and bias for spikes. Cost as {@link #forwardSpikes}. */
    public final void gradWeightSpikes(
            Conv2dShape shape, Buffer spikes, Buffer gradY, Buffer gradWeight, @Nullable Buffer gradBias) {
        Check.ints(device, "spikes", spikes, shape.inputWords());
        checkGradWeight(shape, gradY, gradWeight, gradBias);
        doGradWeightSpikes(shape, spikes, gradY, gradWeight, gradBias);
    }

    private void checkForward(Conv2dShape shape, Buffer weight, @Nullable Buffer bias, Buffer y) {
        checkWeight(shape, weight, bias);
        Check.floats(device, "y", y, shape.outputSize());
    }

    private void checkWeight(Conv2dShape shape, Buffer weight, @Nullable Buffer bias) {
        Check.floats(device, "weight", weight, shape.weightSize());
        Check.optionalFloats(device, "bias", bias, shape.outChannels());
    }

    private void checkGradWeight(Conv2dShape shape, Buffer gradY, Buffer gradWeight, @Nullable Buffer gradBias) {
        Check.floats(device, "gradY", gradY, shape.outputSize());
        Check.floats(device, "gradWeight", gradWeight, shape.weightSize());
        Check.optionalFloats(device, "gradBias", gradBias, shape.outChannels());
    }

    /** {@link #forward}, arguments checked. */
    protected abstract void doForward(Conv2dShape shape, Buffer x, Buffer weight, @Nullable Buffer bias, Buffer y);

    /** {@link #forwardSpikes}, arguments checked. */
    protected abstract void doForwardSpikes(
            Conv2dShape shape, Buffer spikes, Buffer weight, @Nullable Buffer bias, Buffer y);

    /** {@link #fireSpikes}, arguments checked. */
    protected abstract void doFireSpikes(
            Conv2dShape shape,
            int steps,
            Buffer spikes,
            Buffer weight,
            @Nullable Buffer bias,
            FiringRule rule,
            Buffer spikeSeq);

    /** {@link #gradInput}, arguments checked. */
    protected abstract void doGradInput(Conv2dShape shape, Buffer gradY, Buffer weight, Buffer gradX);

    /** {@link #gradWeight}, arguments checked. */
    protected abstract void doGradWeight(
            Conv2dShape shape, Buffer x, Buffer gradY, Buffer gradWeight, @Nullable Buffer gradBias);

    /** {@link #gradWeightSpikes}, arguments checked. */
    protected abstract void doGradWeightSpikes(
            Conv2dShape shape, Buffer spikes, Buffer gradY, Buffer gradWeight, @Nullable Buffer gradBias);
}
