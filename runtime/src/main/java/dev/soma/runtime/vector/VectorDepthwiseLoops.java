package dev.soma.runtime.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link DepthwiseLoops} with the Vector API, along the channels. */
final class VectorDepthwiseLoops implements DepthwiseLoops {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
    private static final int LANES = SPECIES.length();

    @Override
    public void addTaps(float[] x, int xAt, int[] xTaps, float[] w, int[] wTaps, int channels, float[] y, int yAt) {
        int bound = SPECIES.loopBound(channels);
        for (int c = 0; c < bound; c += LANES) {
            FloatVector sum = FloatVector.fromArray(SPECIES, y, yAt + c);
            for (int t = 0; t < xTaps.length; t++) {
                FloatVector weight = FloatVector.fromArray(SPECIES, w, wTaps[t] + c);
                sum = FloatVector.fromArray(SPECIES, x, xAt + xTaps[t] + c).fma(weight, sum);
            }
            sum.intoArray(y, yAt + c);
        }
        ScalarDepthwiseLoops.addTaps(x, xAt, xTaps, w, wTaps, bound, channels, y, yAt);
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
