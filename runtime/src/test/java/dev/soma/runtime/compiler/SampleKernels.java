package dev.soma.runtime.compiler;

import dev.soma.kernels.KernelContext;

/** Kernels for tests; public, since kernels are. */
public final class SampleKernels {
    /** A constant that javac writes into the code. */
    static final int TWO = 2;

    private SampleKernels() {}

    public static void scale(KernelContext context, int size, float factor, float[] x, float[] y) {
        int i = context.globalIdx;
        if (i < size) {
            y[i] = factor * x[i];
        }
    }

    public static void loops(KernelContext context, int size, int[] x, int[] half) {
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (x[i] < 0) {
                continue;
            }
            int k = x[i];
            while (k != 0 && count < 100) {
                k &= k - 1;
                count++;
                if (count == 50) {
                    break;
                }
            }
        }
        half[context.globalIdx] = count > 10 || size == 3 ? count : -count >>> 1;
    }

    public static void shares(KernelContext context, int size, float[] x, float[] y) {
        float[] tile = context.allocateFloatLocalArray(size * TWO);
        tile[context.localIdx] = x[context.globalIdx];
        context.localBarrier();
        y[context.globalIdx] = last(tile, size);
    }

    static float last(float[] values, int size) {
        return values[size - 1];
    }

    public static void access(
            KernelContext context, int[] unused, int[] read, int[] written, int[] both, int[] helped) {
        int i = context.globalIdx;
        written[i] = read[i];
        both[i] += 1;
        set(helped, i);
    }

    static void set(int[] values, int i) {
        values[i] = i;
    }

    /** The load on the left comes before the store on the right. */
    public static void order(KernelContext context, int[] x) {
        int i = context.globalIdx;
        int before = x[i] + (x[i] = 5) * x[i];
        x[i] = before + i++ + i;
    }
}
