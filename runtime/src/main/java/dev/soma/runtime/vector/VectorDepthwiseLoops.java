package dev.soma.runtime.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link DepthwiseLoops} with the Vector API, along the channels. */
final class VectorDepthwiseLoops implements DepthwiseLoops {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
    private static final int LANES = SPECIES.length();

    @Override
    public void addTaps(
            float[] x,
            int[] bases,
            int m,
            int[] xTaps,
            float[] w,
            int[] wTaps,
            float[] start,
            int channels,
            float[] y,
            int[] targets) {
        int bound = SPECIES.loopBound(channels);
        for (int c = 0; c < bound; c += LANES) {
            int x0 = bases[m] + c;
            int x1 = bases[m + 1] + c;
            int x2 = bases[m + 2] + c;
            int x3 = bases[m + 3] + c;
            FloatVector s0 = FloatVector.fromArray(SPECIES, start, c);
            FloatVector s1 = s0;
            FloatVector s2 = s0;
            FloatVector s3 = s0;
            for (int t = 0; t < xTaps.length; t++) {
                int tap = xTaps[t];
                FloatVector weight = FloatVector.fromArray(SPECIES, w, wTaps[t] + c);
                s0 = FloatVector.fromArray(SPECIES, x, x0 + tap).fma(weight, s0);
                s1 = FloatVector.fromArray(SPECIES, x, x1 + tap).fma(weight, s1);
                s2 = FloatVector.fromArray(SPECIES, x, x2 + tap).fma(weight, s2);
                s3 = FloatVector.fromArray(SPECIES, x, x3 + tap).fma(weight, s3);
            }
            s0.intoArray(y, targets[m] + c);
            s1.intoArray(y, targets[m + 1] + c);
            s2.intoArray(y, targets[m + 2] + c);
            s3.intoArray(y, targets[m + 3] + c);
        }
        ScalarDepthwiseLoops.addTaps(x, bases, m, xTaps, w, wTaps, start, bound, channels, y, targets);
    }

    @Override
    public void addPixels(
            float[] x,
            int[] bases,
            int xTap,
            float[] g,
            int[] targets,
            int pixels,
            int channels,
            float[] sum,
            int sumAt) {
        int bound = SPECIES.loopBound(channels);
        for (int c = 0; c < bound; c += LANES) {
            FloatVector even = FloatVector.fromArray(SPECIES, sum, sumAt + c);
            FloatVector odd = FloatVector.zero(SPECIES);
            int m = 0;
            for (; m < pixels - 1; m += 2) {
                even = FloatVector.fromArray(SPECIES, x, bases[m] + xTap + c)
                        .fma(FloatVector.fromArray(SPECIES, g, targets[m] + c), even);
                odd = FloatVector.fromArray(SPECIES, x, bases[m + 1] + xTap + c)
                        .fma(FloatVector.fromArray(SPECIES, g, targets[m + 1] + c), odd);
            }
            if (m < pixels) {
                even = FloatVector.fromArray(SPECIES, x, bases[m] + xTap + c)
                        .fma(FloatVector.fromArray(SPECIES, g, targets[m] + c), even);
            }
            even.add(odd).intoArray(sum, sumAt + c);
        }
        ScalarDepthwiseLoops.addPixels(x, bases, xTap, g, targets, pixels, bound, channels, sum, sumAt);
    }
}
