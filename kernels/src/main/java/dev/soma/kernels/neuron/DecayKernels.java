package dev.soma.kernels.neuron;

import dev.soma.kernels.KernelContext;
import dev.soma.kernels.KernelMath;

/**
 * The learnt decay of a parametric LIF, {@code decay = sigmoid(w)}, and its gradient. Source: Fang et al. 2021,
 * "Incorporating learnable membrane time constant".
 */
public final class DecayKernels {
    /** Work-items of a group of {@link #decaySum}; a power of two. */
    public static final int LOCAL = 256;

    private DecayKernels() {}

    /**
     * {@code decay = sigmoid(w)}.
     *
     * <p>Launch: one work-item.
     *
     * @param w {@code [1]}
     * @param decay out, {@code [1]}
     */
    public static void decayForward(KernelContext context, float[] w, float[] decay) {
        if (context.globalIdx == 0) {
            decay[0] = KernelMath.sigmoid(w[0]);
        }
    }

    /**
     * {@code gradW = gradDecay * decay * (1 - decay)}.
     *
     * <p>Launch: one work-item.
     *
     * @param decay {@code [1]}
     * @param gradDecay {@code [1]}
     * @param gradW out, {@code [1]}
     */
    public static void decayBackward(KernelContext context, float[] decay, float[] gradDecay, float[] gradW) {
        if (context.globalIdx == 0) {
            gradW[0] = gradDecay[0] * decay[0] * (1f - decay[0]);
        }
    }

    /**
     * Sums terms: each work-item those at its distance in turn, then the group by halves. The order follows from {@code
     * size} and the launch. A second launch of one group makes one sum of the groups'.
     *
     * <p>Launch: any number of groups of {@link #LOCAL} work-items. Cost: reads {@code 4 * size} bytes.
     *
     * @param terms {@code [size]}
     * @param sums out, {@code [groups]}
     */
    public static void decaySum(KernelContext context, int size, float[] terms, float[] sums) {
        float[] partial = context.allocateFloatLocalArray(LOCAL);
        int item = context.localIdx;
        float sum = 0f;
        for (int i = context.globalIdx; i < size; i += context.globalGroupSizeX) {
            sum += terms[i];
        }
        partial[item] = sum;
        context.localBarrier();
        for (int half = LOCAL / 2; half > 0; half >>= 1) {
            if (item < half) {
                partial[item] += partial[item + half];
            }
            context.localBarrier();
        }
        if (item == 0) {
            sums[context.groupIdx] = partial[0];
        }
    }
}
