package dev.soma.kernels.convolution;

import dev.soma.kernels.KernelContext;
import dev.soma.kernels.neuron.Resets;
import dev.soma.kernels.neuron.SpikeBits;

/**
 * Convolution on spikes and the LIF neurons behind it, for inference: the currents between the two stay in registers.
 *
 * <pre>
 * x[t] = the y of {@link Conv2dSpikeKernels}, whose image t*samples + n is step t of sample n
 * h[t] = fma(decay, v[t-1], x[t])       v[-1] = 0
 * s[t] = 1 if sign * h[t] > threshold else 0     not folded: if h[t] > vTh
 * v[t] = 0 after a spike, else h[t]              hard reset; soft: h[t] - vTh * s[t]
 * </pre>
 */
public final class Conv2dFireKernels {
    /** Of a form: a spike subtracts vTh; without this it sets the potential to 0. */
    public static final int SOFT = Resets.SOFT;

    /** Of a form: there is a bias. */
    public static final int BIAS = 2;

    /** Of a form: MPBN has been folded into thresholds and signs, a pair per channel. */
    public static final int FOLDED = 4;

    /** Of a form that is folded: a pair per pixel and channel. */
    public static final int BY_ELEMENT = 8;

    private Conv2dFireKernels() {}

    /**
     * Forward: bit for bit what {@link Conv2dSpikeKernels#conv2dForwardSpikes} and then {@link
     * dev.soma.kernels.neuron.LifKernels#lifForward} or {@link dev.soma.kernels.neuron.FoldedLifKernels#lifFoldedForward} give.
     * The window is square and not dilated: more sizes would be more arguments than a kernel has.
     *
     * <p>Launch: one work-item a neuron, the channels of each pixel rounded up to whole words, in groups of {@link
     * dev.soma.kernels.neuron.LifKernels#LOCAL}. Cost: the additions and the reads of {@code conv2dForwardSpikes}, 4 flops a
     * neuron and step; writes one bit of each where {@code conv2dForwardSpikes} writes a float.
     *
     * @param batch {@code steps} times the samples
     * @param kernelSize height and width of the kernel
     * @param form the sum of the constants that apply
     * @param spikes {@code [steps, samples, height, width, ceil(inChannels / 32)]}
     * @param weight {@code [kernelSize, kernelSize, inChannels / groups, outChannels]}
     * @param bias {@code [outChannels]}; any array, not read, without {@link #BIAS}
     * @param decay {@code [1]}
     * @param threshold {@code [outChannels]} or {@code [outHeight, outWidth, outChannels]}; any array, not read, unless
     *     {@link #FOLDED}
     * @param sign like {@code threshold}, 1 or -1
     * @param spikeSeq out, {@code [steps, samples, outHeight, outWidth, ceil(outChannels / 32)]}
     */
    public static void conv2dFireSpikes(
            KernelContext context,
            int batch,
            int height,
            int width,
            int inChannels,
            int outChannels,
            int kernelSize,
            int stride,
            int padding,
            int groups,
            int steps,
            int form,
            float vTh,
            int[] spikes,
            float[] weight,
            float[] bias,
            float[] decay,
            float[] threshold,
            float[] sign,
            int[] spikeSeq) {
        int[] lanes = context.allocateIntLocalArray(SpikeBits.LOCAL);
        int item = context.localIdx;
        int outWidth = (width + 2 * padding - kernelSize) / stride + 1;
        int pixels = ((height + 2 * padding - kernelSize) / stride + 1) * outWidth;
        int samples = batch / steps;
        int words = (outChannels + 31) >> 5;
        int stepWords = samples * pixels * words;
        int ownWord = context.globalIdx >> 5;
        int row = ownWord / words;
        int o = (ownWord - row * words) * 32 + (item & 31);
        boolean isNeuron = ownWord < stepWords && o < outChannels;
        int image = row / pixels;
        int pixel = row - image * pixels;
        int line = pixel / outWidth;
        int top = line * stride - padding;
        int left = (pixel - line * outWidth) * stride - padding;
        float leak = decay[0];
        float shift = 0f;
        float limit = vTh;
        float direction = 1f;
        if (isNeuron) {
            shift = Conv2dForwardKernels.biasOf(o, outChannels, form & BIAS, bias);
            if ((form & FOLDED) != 0) {
                int feature = (form & BY_ELEMENT) != 0 ? pixel * outChannels + o : o;
                limit = threshold[feature];
                direction = sign[feature];
            }
        }
        float v = 0f;
        for (int first = 0; first < steps; first += 32) {
            int count = Math.min(32, steps - first);
            int fires = 0;
            for (int t = 0; t < count; t++) {
                if (isNeuron) {
                    float sum = Conv2dSpikeKernels.windowSum(
                            image,
                            top,
                            left,
                            o,
                            height,
                            width,
                            inChannels,
                            outChannels,
                            kernelSize,
                            kernelSize,
                            1,
                            groups,
                            spikes,
                            weight);
                    float h = Math.fma(leak, v, sum + shift);
                    boolean fired = direction * h > limit;
                    fires |= (fired ? 1 : 0) << t;
                    v = Resets.after(form & SOFT, vTh, h, fired);
                    image += samples;
                }
                // for the caches: all of a group read the weights of one step
                context.localBarrier();
            }
            lanes[(item >> 5) * SpikeBits.PITCH + (item & 31)] = fires;
            context.localBarrier();
            int step = item >> 3;
            int word = context.groupIdx * SpikeBits.ROWS + (item & 7);
            if (step < count && word < stepWords) {
                spikeSeq[(first + step) * stepWords + word] = SpikeBits.word(lanes, item & 7, step);
            }
            context.localBarrier();
        }
    }
}
