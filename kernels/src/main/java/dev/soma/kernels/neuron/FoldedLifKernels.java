package dev.soma.kernels.neuron;

import dev.soma.kernels.KernelContext;

/** LIF neurons whose MPBN has been folded into the firing condition: {@code s[t] = 1 if sign * h[t] > threshold else 0}. */
public final class FoldedLifKernels {
    private FoldedLifKernels() {}

    /**
     * Forward, otherwise as {@link LifKernels#lifForward} with the same launch.
     *
     * <p>Cost: 3 flops a neuron and step; reads {@code 4 * size} bytes, writes {@code size / 8}; the pairs stay in registers.
     *
     * @param rows {@code batch * pixels}
     * @param pixels pixels with pairs of their own: 1 if a channel has one pair
     * @param xStep as for {@link LifKernels#lifForward}
     * @param reset 0 hard, 1 soft
     * @param vTh what a soft reset subtracts
     * @param decay {@code [1]}
     * @param xSeq {@code [steps, rows, channels]}, or {@code [rows, channels]} if {@code xStep} is 0
     * @param threshold {@code [pixels, channels]}
     * @param sign {@code [pixels, channels]}, 1 or -1
     * @param spikeSeq out, {@code [steps, rows, words]}
     */
    public static void lifFoldedForward(
            KernelContext context,
            int steps,
            int rows,
            int pixels,
            int channels,
            int xStep,
            int reset,
            float vTh,
            float[] decay,
            float[] xSeq,
            float[] threshold,
            float[] sign,
            int[] spikeSeq) {
        int[] lanes = context.allocateIntLocalArray(SpikeBits.LOCAL);
        int item = context.localIdx;
        int words = (channels + 31) >> 5;
        int stepWords = rows * words;
        int ownWord = context.globalIdx >> 5;
        int row = ownWord / words;
        int channel = (ownWord - row * words) * 32 + (item & 31);
        boolean isNeuron = row < rows && channel < channels;
        int index = row * channels + channel;
        float leak = decay[0];
        float limit = 0f;
        float direction = 0f;
        if (isNeuron) {
            int feature = row % pixels * channels + channel;
            limit = threshold[feature];
            direction = sign[feature];
        }
        float v = 0f;
        for (int first = 0; first < steps; first += 32) {
            int count = Math.min(32, steps - first);
            int spikes = 0;
            if (isNeuron) {
                for (int t = 0; t < count; t++) {
                    float h = Math.fma(leak, v, xSeq[index]);
                    boolean fired = direction * h > limit;
                    spikes |= (fired ? 1 : 0) << t;
                    v = Resets.after(reset, vTh, h, fired);
                    index += xStep;
                }
            }
            lanes[(item >> 5) * SpikeBits.PITCH + (item & 31)] = spikes;
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
