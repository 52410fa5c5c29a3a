package dev.soma.kernels.neuron;

import dev.soma.kernels.KernelContext;

/**
 * Leaky integrate-and-fire (LIF) neurons over all time steps.
 *
 * <pre>
 * h[t] = fma(decay, v[t-1], x[t])       v[-1] = 0
 * s[t] = 1 if h[t] > vTh else 0
 * v[t] = 0 after a spike, else h[t]     hard reset; soft: h[t] - vTh * s[t]
 * </pre>
 *
 * {@code decay} is per step, potentials are in the units of {@code vTh}. Source: Guo et al. 2023, equations 1 to 3.
 */
public final class LifKernels {
    /** Work-items of a group of the forward kernels. */
    public static final int LOCAL = 32 * SpikeBits.ROWS;

    /** Of a reset: a spike subtracts vTh; without this it sets the potential to 0. */
    public static final int SOFT = Resets.SOFT;

    /** Of a reset: the backward ignores that it depends on the spike. */
    public static final int DETACHED = Resets.DETACHED;

    private LifKernels() {}

    /**
     * Forward.
     *
     * <p>Launch: one work-item a neuron, the channels of each row rounded up to whole words, in groups of {@link #LOCAL}.
     * Cost: 2 flops a neuron and step; reads {@code 4 * size} bytes, writes {@code size / 8} and with {@code keep} {@code 4 *
     * size} more, {@code size = steps * rows * channels}. With {@code xStep} 0 memory is read for one step, and a cache for
     * the others.
     *
     * @param rows {@code batch * pixels}
     * @param xStep floats from a step of {@code xSeq} to the next: {@code rows * channels}, or 0: the same at all steps
     * @param keep 1 to write {@code hSeq}
     * @param reset 0 hard, 1 soft
     * @param decay {@code [1]}
     * @param xSeq {@code [steps, rows, channels]}, or {@code [rows, channels]} if {@code xStep} is 0
     * @param spikeSeq out, {@code [steps, rows, words]}
     * @param hSeq out, {@code [steps, rows, channels]}; untouched unless {@code keep}
     */
    public static void lifForward(
            KernelContext context,
            int steps,
            int rows,
            int channels,
            int xStep,
            int keep,
            int reset,
            float vTh,
            float[] decay,
            float[] xSeq,
            int[] spikeSeq,
            float[] hSeq) {
        int[] lanes = context.allocateIntLocalArray(SpikeBits.LOCAL);
        int item = context.localIdx;
        int words = (channels + 31) >> 5;
        int stepWords = rows * words;
        int neurons = rows * channels;
        int ownWord = context.globalIdx >> 5;
        int row = ownWord / words;
        int channel = (ownWord - row * words) * 32 + (item & 31);
        boolean isNeuron = row < rows && channel < channels;
        int index = row * channels + channel;
        int current = index;
        float leak = decay[0];
        float v = 0f;
        for (int first = 0; first < steps; first += 32) {
            int count = Math.min(32, steps - first);
            int spikes = 0;
            if (isNeuron) {
                for (int t = 0; t < count; t++) {
                    float h = Math.fma(leak, v, xSeq[current]);
                    if (keep != 0) {
                        hSeq[index] = h;
                    }
                    boolean fired = h > vTh;
                    spikes |= (fired ? 1 : 0) << t;
                    v = Resets.after(reset, vTh, h, fired);
                    index += neurons;
                    current += xStep;
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

    /**
     * Backward, with {@code u[t] = dL/dv[t]}, {@code u[T-1] = 0}:
     *
     * <pre>
     * ds = g[t] - u[t] * h[t]               hard reset; soft: g[t] - u[t] * vTh; second term absent when detached
     * dh = ds * surrogate(h[t]) + u[t] * (1 - s[t])     soft: + u[t]
     * gradX[t] = dh ;  u[t-1] = decay * dh ;  decayTerms = sum over t of dh[t] * v[t-1]
     * </pre>
     *
     * <p>Launch: one work-item a neuron. Cost: about 10 flops and a surrogate a neuron and step; reads {@code 8 * size}
     * bytes, writes {@code 4 * size}, {@code size = steps * neurons}.
     *
     * @param keep 1 to write {@code decayTerms}
     * @param reset 0 hard, 1 soft, 2 more when detached
     * @param surrogate kind of {@link Surrogates}
     * @param decay {@code [1]}
     * @param gradSpikeSeq {@code [steps, neurons]}
     * @param hSeq {@code [steps, neurons]}
     * @param gradXSeq out, {@code [steps, neurons]}; may be {@code gradSpikeSeq}
     * @param decayTerms out, {@code [neurons]}, whose sum is the gradient of the decay; untouched unless {@code keep}
     */
    public static void lifBackward(
            KernelContext context,
            int steps,
            int neurons,
            int keep,
            int reset,
            int surrogate,
            float alpha,
            float vTh,
            float[] decay,
            float[] gradSpikeSeq,
            float[] hSeq,
            float[] gradXSeq,
            float[] decayTerms) {
        int neuron = context.globalIdx;
        if (neuron < neurons) {
            float leak = decay[0];
            float u = 0f;
            float dh = 0f;
            float decayTerm = 0f;
            for (int t = steps - 1; t >= 0; t--) {
                int index = t * neurons + neuron;
                float h = hSeq[index];
                boolean fired = h > vTh;
                decayTerm = Math.fma(dh, Resets.after(reset, vTh, h, fired), decayTerm);
                float ds = Resets.spikeGradient(reset, vTh, gradSpikeSeq[index], u, h);
                float slope = Surrogates.derivative(surrogate, alpha, vTh, h);
                dh = Math.fma(ds, slope, Resets.potentialGradient(reset, u, fired));
                gradXSeq[index] = dh;
                u = leak * dh;
            }
            if (keep != 0) {
                decayTerms[neuron] = decayTerm;
            }
        }
    }
}
