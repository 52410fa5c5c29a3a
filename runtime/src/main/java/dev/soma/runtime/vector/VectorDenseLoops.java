package dev.soma.runtime.vector;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link DenseLoops} with the Vector API: four rows of two vectors of sums, which HotSpot keeps in registers (it spills some
 * of any larger tile), and two terms a round. Sums nested in a second loop, over pieces, would be spilled, too.
 *
 * <p>Vectors are made by the API's own methods, for the reason that {@link VectorRowSumLoops} gives: the last term of an odd number is
 * rare.
 */
final class VectorDenseLoops implements DenseLoops {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
    private static final int LANES = SPECIES.length();
    private static final int WIDTH = 2 * LANES;

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public void multiply(
            float[] a,
            int a0,
            int a1,
            int a2,
            int a3,
            int length,
            float[] b,
            int bAt,
            float[] start,
            int s0,
            int s1,
            int s2,
            int s3,
            float[] c,
            int c0,
            int c1,
            int c2,
            int c3) {
        FloatVector s00 = fromArray(SPECIES, start, s0);
        FloatVector s01 = fromArray(SPECIES, start, s0 + LANES);
        FloatVector s10 = fromArray(SPECIES, start, s1);
        FloatVector s11 = fromArray(SPECIES, start, s1 + LANES);
        FloatVector s20 = fromArray(SPECIES, start, s2);
        FloatVector s21 = fromArray(SPECIES, start, s2 + LANES);
        FloatVector s30 = fromArray(SPECIES, start, s3);
        FloatVector s31 = fromArray(SPECIES, start, s3 + LANES);
        int k = 0;
        for (; k < length - 1; k += 2) {
            FloatVector b0 = fromArray(SPECIES, b, bAt + k * WIDTH);
            FloatVector b1 = fromArray(SPECIES, b, bAt + k * WIDTH + LANES);
            FloatVector x = broadcast(SPECIES, a[a0 + k]);
            s00 = x.fma(b0, s00);
            s01 = x.fma(b1, s01);
            x = broadcast(SPECIES, a[a1 + k]);
            s10 = x.fma(b0, s10);
            s11 = x.fma(b1, s11);
            x = broadcast(SPECIES, a[a2 + k]);
            s20 = x.fma(b0, s20);
            s21 = x.fma(b1, s21);
            x = broadcast(SPECIES, a[a3 + k]);
            s30 = x.fma(b0, s30);
            s31 = x.fma(b1, s31);
            b0 = fromArray(SPECIES, b, bAt + k * WIDTH + WIDTH);
            b1 = fromArray(SPECIES, b, bAt + k * WIDTH + WIDTH + LANES);
            x = broadcast(SPECIES, a[a0 + k + 1]);
            s00 = x.fma(b0, s00);
            s01 = x.fma(b1, s01);
            x = broadcast(SPECIES, a[a1 + k + 1]);
            s10 = x.fma(b0, s10);
            s11 = x.fma(b1, s11);
            x = broadcast(SPECIES, a[a2 + k + 1]);
            s20 = x.fma(b0, s20);
            s21 = x.fma(b1, s21);
            x = broadcast(SPECIES, a[a3 + k + 1]);
            s30 = x.fma(b0, s30);
            s31 = x.fma(b1, s31);
        }
        if (k < length) {
            FloatVector b0 = fromArray(SPECIES, b, bAt + k * WIDTH);
            FloatVector b1 = fromArray(SPECIES, b, bAt + k * WIDTH + LANES);
            FloatVector x = broadcast(SPECIES, a[a0 + k]);
            s00 = x.fma(b0, s00);
            s01 = x.fma(b1, s01);
            x = broadcast(SPECIES, a[a1 + k]);
            s10 = x.fma(b0, s10);
            s11 = x.fma(b1, s11);
            x = broadcast(SPECIES, a[a2 + k]);
            s20 = x.fma(b0, s20);
            s21 = x.fma(b1, s21);
            x = broadcast(SPECIES, a[a3 + k]);
            s30 = x.fma(b0, s30);
            s31 = x.fma(b1, s31);
        }
        s00.intoArray(c, c0);
        s01.intoArray(c, c0 + LANES);
        s10.intoArray(c, c1);
        s11.intoArray(c, c1 + LANES);
        s20.intoArray(c, c2);
        s21.intoArray(c, c2 + LANES);
        s30.intoArray(c, c3);
        s31.intoArray(c, c3 + LANES);
    }

    @Override
    public void addOuter(float[] a, int[] bases, int count, int aAt, float[] b, int bAt, float[] c, int cAt) {
        FloatVector s00 = fromArray(SPECIES, c, cAt);
        FloatVector s01 = fromArray(SPECIES, c, cAt + LANES);
        FloatVector s10 = fromArray(SPECIES, c, cAt + WIDTH);
        FloatVector s11 = fromArray(SPECIES, c, cAt + WIDTH + LANES);
        FloatVector s20 = fromArray(SPECIES, c, cAt + 2 * WIDTH);
        FloatVector s21 = fromArray(SPECIES, c, cAt + 2 * WIDTH + LANES);
        FloatVector s30 = fromArray(SPECIES, c, cAt + 3 * WIDTH);
        FloatVector s31 = fromArray(SPECIES, c, cAt + 3 * WIDTH + LANES);
        int m = 0;
        for (; m < count - 1; m += 2) {
            int row = bases[m] + aAt;
            FloatVector b0 = fromArray(SPECIES, b, bAt + m * WIDTH);
            FloatVector b1 = fromArray(SPECIES, b, bAt + m * WIDTH + LANES);
            FloatVector x = broadcast(SPECIES, a[row]);
            s00 = x.fma(b0, s00);
            s01 = x.fma(b1, s01);
            x = broadcast(SPECIES, a[row + 1]);
            s10 = x.fma(b0, s10);
            s11 = x.fma(b1, s11);
            x = broadcast(SPECIES, a[row + 2]);
            s20 = x.fma(b0, s20);
            s21 = x.fma(b1, s21);
            x = broadcast(SPECIES, a[row + 3]);
            s30 = x.fma(b0, s30);
            s31 = x.fma(b1, s31);
            row = bases[m + 1] + aAt;
            b0 = fromArray(SPECIES, b, bAt + m * WIDTH + WIDTH);
            b1 = fromArray(SPECIES, b, bAt + m * WIDTH + WIDTH + LANES);
            x = broadcast(SPECIES, a[row]);
            s00 = x.fma(b0, s00);
            s01 = x.fma(b1, s01);
            x = broadcast(SPECIES, a[row + 1]);
            s10 = x.fma(b0, s10);
            s11 = x.fma(b1, s11);
            x = broadcast(SPECIES, a[row + 2]);
            s20 = x.fma(b0, s20);
            s21 = x.fma(b1, s21);
            x = broadcast(SPECIES, a[row + 3]);
            s30 = x.fma(b0, s30);
            s31 = x.fma(b1, s31);
        }
        if (m < count) {
            int row = bases[m] + aAt;
            FloatVector b0 = fromArray(SPECIES, b, bAt + m * WIDTH);
            FloatVector b1 = fromArray(SPECIES, b, bAt + m * WIDTH + LANES);
            FloatVector x = broadcast(SPECIES, a[row]);
            s00 = x.fma(b0, s00);
            s01 = x.fma(b1, s01);
            x = broadcast(SPECIES, a[row + 1]);
            s10 = x.fma(b0, s10);
            s11 = x.fma(b1, s11);
            x = broadcast(SPECIES, a[row + 2]);
            s20 = x.fma(b0, s20);
            s21 = x.fma(b1, s21);
            x = broadcast(SPECIES, a[row + 3]);
            s30 = x.fma(b0, s30);
            s31 = x.fma(b1, s31);
        }
        s00.intoArray(c, cAt);
        s01.intoArray(c, cAt + LANES);
        s10.intoArray(c, cAt + WIDTH);
        s11.intoArray(c, cAt + WIDTH + LANES);
        s20.intoArray(c, cAt + 2 * WIDTH);
        s21.intoArray(c, cAt + 2 * WIDTH + LANES);
        s30.intoArray(c, cAt + 3 * WIDTH);
        s31.intoArray(c, cAt + 3 * WIDTH + LANES);
    }
}
