package dev.soma.runtime.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link WinogradLoops} with the Vector API. */
final class VectorWinogradLoops implements WinogradLoops {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
    private static final int LANES = SPECIES.length();

    /** Rows of outer products at a time. */
    private static final int OUTER_ROWS = VectorWidth.has32Registers() ? 8 : 4;

    private static final float NEAR = (float) Math.sqrt(0.5);
    private static final float FAR = (float) Math.sqrt(2);

    // HotSpot makes fewer nodes of a constant than of a broadcast: two transforms of targets or of gradients in one
    // method come to its limit, behind which it inlines nothing, and each vector becomes an object
    private static final FloatVector HALF = splat(0.5f);
    private static final FloatVector TWO = splat(2);
    private static final FloatVector NEAR_ODD = splat(NEAR);
    private static final FloatVector NEAR_CUBIC = splat(NEAR / 2);
    private static final FloatVector FAR_ODD = splat(FAR);
    private static final FloatVector FAR_CUBIC = splat(FAR * 2);
    private static final FloatVector NEAR_GRAD = splat(-2f / 3);
    private static final FloatVector NEAR_GRAD_ODD = splat(-2f / 3 * NEAR);
    private static final FloatVector FAR_GRAD = splat(1f / 6);
    private static final FloatVector FAR_GRAD_ODD = splat(1f / 6 * FAR);

    @Override
    public int lanes() {
        return LANES;
    }

    @Override
    public void transformSource(float[] from, int at, int step, float[] to, int toAt, int toStep, int count) {
        for (int n = 0; n < count; n += LANES) {
            int i = at + n;
            int o = toAt + n;
            FloatVector d0 = load(from, i);
            FloatVector d1 = load(from, i + step);
            FloatVector d2 = load(from, i + 2 * step);
            FloatVector d3 = load(from, i + 3 * step);
            FloatVector d4 = load(from, i + 4 * step);
            FloatVector d5 = load(from, i + 5 * step);
            FloatVector nearEven = d2.fma(splat(-2), d4);
            FloatVector nearOdd = d1.fma(splat(-2), d3).mul(NEAR);
            FloatVector farEven = d2.fma(splat(-0.5f), d4);
            FloatVector farOdd = d1.fma(splat(-0.5f), d3).mul(FAR);
            d2.fma(splat(-2.5f), d0.add(d4)).intoArray(to, o);
            nearEven.add(nearOdd).intoArray(to, o + toStep);
            nearEven.sub(nearOdd).intoArray(to, o + 2 * toStep);
            farEven.add(farOdd).intoArray(to, o + 3 * toStep);
            farEven.sub(farOdd).intoArray(to, o + 4 * toStep);
            d3.fma(splat(-2.5f), d1.add(d5)).intoArray(to, o + 5 * toStep);
        }
    }

    @Override
    public void transformWeight(float[] from, int at, int step, float[] to, int toAt, int toStep, int count) {
        for (int n = 0; n < count; n += LANES) {
            int i = at + n;
            int o = toAt + n;
            FloatVector g0 = load(from, i);
            FloatVector g1 = load(from, i + step);
            FloatVector g2 = load(from, i + 2 * step);
            FloatVector nearEven = g2.fma(splat(0.5f), g0).mul(-2f / 3);
            FloatVector nearOdd = g1.mul(-2f / 3 * NEAR);
            FloatVector farEven = g2.fma(splat(2), g0).mul(1f / 6);
            FloatVector farOdd = g1.mul(1f / 6 * FAR);
            g0.intoArray(to, o);
            nearEven.add(nearOdd).intoArray(to, o + toStep);
            nearEven.sub(nearOdd).intoArray(to, o + 2 * toStep);
            farEven.add(farOdd).intoArray(to, o + 3 * toStep);
            farEven.sub(farOdd).intoArray(to, o + 4 * toStep);
            g2.intoArray(to, o + 5 * toStep);
        }
    }

    @Override
    public void transformTarget(float[] from, int at, int step, float[] to, int toAt, int toStep, int count) {
        for (int n = 0; n < count; n += LANES) {
            targetLine(from, at + n, step, FloatVector.zero(SPECIES), to, toAt + n, toStep);
        }
    }

    @Override
    public void transformTarget(
            float[] from, int at, int step, float[] start, int startAt, float[] to, int toAt, int toStep, int count) {
        for (int n = 0; n < count; n += LANES) {
            targetLine(from, at + n, step, load(start, startAt + n), to, toAt + n, toStep);
        }
    }

    private static void targetLine(float[] from, int i, int step, FloatVector start, float[] to, int o, int toStep) {
        FloatVector near0 = load(from, i + step);
        FloatVector near1 = load(from, i + 2 * step);
        FloatVector far0 = load(from, i + 3 * step);
        FloatVector far1 = load(from, i + 4 * step);
        FloatVector near = near0.add(near1);
        FloatVector far = far0.add(far1);
        load(from, i).add(near).add(far).add(start).intoArray(to, o);
        near.fma(HALF, far.fma(TWO, start)).intoArray(to, o + 2 * toStep);
        near = near0.sub(near1);
        far = far0.sub(far1);
        near.fma(NEAR_ODD, far.fma(FAR_ODD, start)).intoArray(to, o + toStep);
        far = far.fma(FAR_CUBIC, load(from, i + 5 * step).add(start));
        near.fma(NEAR_CUBIC, far).intoArray(to, o + 3 * toStep);
    }

    @Override
    public void transformGradTarget(float[] from, int at, int step, float[] to, int toAt, int toStep, int count) {
        for (int n = 0; n < count; n += LANES) {
            int i = at + n;
            int o = toAt + n;
            FloatVector y0 = load(from, i);
            FloatVector y1 = load(from, i + step);
            FloatVector y2 = load(from, i + 2 * step);
            FloatVector y3 = load(from, i + 3 * step);
            FloatVector nearEven = y2.fma(splat(0.5f), y0);
            FloatVector nearOdd = y3.fma(splat(0.5f), y1).mul(NEAR);
            FloatVector farEven = y2.fma(splat(2), y0);
            FloatVector farOdd = y3.fma(splat(2), y1).mul(FAR);
            y0.intoArray(to, o);
            nearEven.add(nearOdd).intoArray(to, o + toStep);
            nearEven.sub(nearOdd).intoArray(to, o + 2 * toStep);
            farEven.add(farOdd).intoArray(to, o + 3 * toStep);
            farEven.sub(farOdd).intoArray(to, o + 4 * toStep);
            y3.intoArray(to, o + 5 * toStep);
        }
    }

    @Override
    public void transformGradWeight(float[] from, int at, int step, float[] to, int toAt, int toStep, int count) {
        for (int n = 0; n < count; n += LANES) {
            int i = at + n;
            int o = toAt + n;
            FloatVector near0 = load(from, i + step);
            FloatVector near1 = load(from, i + 2 * step);
            FloatVector far0 = load(from, i + 3 * step);
            FloatVector far1 = load(from, i + 4 * step);
            FloatVector near = near0.add(near1).mul(NEAR_GRAD);
            FloatVector far = far0.add(far1).mul(FAR_GRAD);
            load(from, i).add(near).add(far).intoArray(to, o);
            near.fma(HALF, far.fma(TWO, load(from, i + 5 * step))).intoArray(to, o + 2 * toStep);
            near = near0.sub(near1).mul(NEAR_GRAD_ODD);
            far0.sub(far1).fma(FAR_GRAD_ODD, near).intoArray(to, o + toStep);
        }
    }

    @Override
    public void multiply(
            float[] a,
            int aAt,
            int aPitch,
            int length,
            float[] b,
            int bAt,
            int columns,
            float[] c,
            int cAt,
            int cPitch) {
        if (columns == LANES) {
            multiplyNarrow(a, aAt, aPitch, length, b, bAt, c, cAt, cPitch);
        } else {
            multiplyWide(a, aAt, aPitch, length, b, bAt, c, cAt, cPitch);
            multiplyWide(a, aAt + 4 * aPitch, aPitch, length, b, bAt, c, cAt + 4 * cPitch, cPitch);
        }
    }

    private static void multiplyWide(
            float[] a, int aAt, int aPitch, int length, float[] b, int bAt, float[] c, int cAt, int cPitch) {
        int a1 = aAt + aPitch;
        int a2 = aAt + 2 * aPitch;
        int a3 = aAt + 3 * aPitch;
        FloatVector s00 = FloatVector.zero(SPECIES);
        FloatVector s01 = s00;
        FloatVector s10 = s00;
        FloatVector s11 = s00;
        FloatVector s20 = s00;
        FloatVector s21 = s00;
        FloatVector s30 = s00;
        FloatVector s31 = s00;
        for (int k = 0; k < length; k++) {
            FloatVector b0 = load(b, bAt + 2 * k * LANES);
            FloatVector b1 = load(b, bAt + (2 * k + 1) * LANES);
            FloatVector x = splat(a[aAt + k]);
            s00 = x.fma(b0, s00);
            s01 = x.fma(b1, s01);
            x = splat(a[a1 + k]);
            s10 = x.fma(b0, s10);
            s11 = x.fma(b1, s11);
            x = splat(a[a2 + k]);
            s20 = x.fma(b0, s20);
            s21 = x.fma(b1, s21);
            x = splat(a[a3 + k]);
            s30 = x.fma(b0, s30);
            s31 = x.fma(b1, s31);
        }
        s00.intoArray(c, cAt);
        s01.intoArray(c, cAt + LANES);
        s10.intoArray(c, cAt + cPitch);
        s11.intoArray(c, cAt + cPitch + LANES);
        s20.intoArray(c, cAt + 2 * cPitch);
        s21.intoArray(c, cAt + 2 * cPitch + LANES);
        s30.intoArray(c, cAt + 3 * cPitch);
        s31.intoArray(c, cAt + 3 * cPitch + LANES);
    }

    private static void multiplyNarrow(
            float[] a, int aAt, int aPitch, int length, float[] b, int bAt, float[] c, int cAt, int cPitch) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        FloatVector s4 = s0;
        FloatVector s5 = s0;
        FloatVector s6 = s0;
        FloatVector s7 = s0;
        for (int k = 0; k < length; k++) {
            FloatVector row = load(b, bAt + k * LANES);
            int at = aAt + k;
            s0 = splat(a[at]).fma(row, s0);
            s1 = splat(a[at + aPitch]).fma(row, s1);
            s2 = splat(a[at + 2 * aPitch]).fma(row, s2);
            s3 = splat(a[at + 3 * aPitch]).fma(row, s3);
            s4 = splat(a[at + 4 * aPitch]).fma(row, s4);
            s5 = splat(a[at + 5 * aPitch]).fma(row, s5);
            s6 = splat(a[at + 6 * aPitch]).fma(row, s6);
            s7 = splat(a[at + 7 * aPitch]).fma(row, s7);
        }
        s0.intoArray(c, cAt);
        s1.intoArray(c, cAt + cPitch);
        s2.intoArray(c, cAt + 2 * cPitch);
        s3.intoArray(c, cAt + 3 * cPitch);
        s4.intoArray(c, cAt + 4 * cPitch);
        s5.intoArray(c, cAt + 5 * cPitch);
        s6.intoArray(c, cAt + 6 * cPitch);
        s7.intoArray(c, cAt + 7 * cPitch);
    }

    @Override
    public int outerRows() {
        return OUTER_ROWS;
    }

    @Override
    public void addOuter(float[] a, int aAt, int aPitch, int count, float[] b, int bAt, float[] c, int cAt) {
        if (OUTER_ROWS == 8) {
            addOuter8(a, aAt, aPitch, count, b, bAt, c, cAt);
        } else {
            addOuter4(a, aAt, aPitch, count, b, bAt, c, cAt);
        }
    }

    /** With no method of ours between: HotSpot inlines its own always, but ours no more in a method that has become long. */
    private static void addOuter8(float[] a, int aAt, int aPitch, int count, float[] b, int bAt, float[] c, int cAt) {
        FloatVector s00 = FloatVector.fromArray(SPECIES, c, cAt);
        FloatVector s01 = FloatVector.fromArray(SPECIES, c, cAt + LANES);
        FloatVector s10 = FloatVector.fromArray(SPECIES, c, cAt + 2 * LANES);
        FloatVector s11 = FloatVector.fromArray(SPECIES, c, cAt + 3 * LANES);
        FloatVector s20 = FloatVector.fromArray(SPECIES, c, cAt + 4 * LANES);
        FloatVector s21 = FloatVector.fromArray(SPECIES, c, cAt + 5 * LANES);
        FloatVector s30 = FloatVector.fromArray(SPECIES, c, cAt + 6 * LANES);
        FloatVector s31 = FloatVector.fromArray(SPECIES, c, cAt + 7 * LANES);
        FloatVector s40 = FloatVector.fromArray(SPECIES, c, cAt + 8 * LANES);
        FloatVector s41 = FloatVector.fromArray(SPECIES, c, cAt + 9 * LANES);
        FloatVector s50 = FloatVector.fromArray(SPECIES, c, cAt + 10 * LANES);
        FloatVector s51 = FloatVector.fromArray(SPECIES, c, cAt + 11 * LANES);
        FloatVector s60 = FloatVector.fromArray(SPECIES, c, cAt + 12 * LANES);
        FloatVector s61 = FloatVector.fromArray(SPECIES, c, cAt + 13 * LANES);
        FloatVector s70 = FloatVector.fromArray(SPECIES, c, cAt + 14 * LANES);
        FloatVector s71 = FloatVector.fromArray(SPECIES, c, cAt + 15 * LANES);
        for (int k = 0; k < count; k++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + 2 * k * LANES);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + (2 * k + 1) * LANES);
            int at = aAt + k * aPitch;
            FloatVector x = FloatVector.broadcast(SPECIES, a[at]);
            s00 = x.fma(b0, s00);
            s01 = x.fma(b1, s01);
            x = FloatVector.broadcast(SPECIES, a[at + 1]);
            s10 = x.fma(b0, s10);
            s11 = x.fma(b1, s11);
            x = FloatVector.broadcast(SPECIES, a[at + 2]);
            s20 = x.fma(b0, s20);
            s21 = x.fma(b1, s21);
            x = FloatVector.broadcast(SPECIES, a[at + 3]);
            s30 = x.fma(b0, s30);
            s31 = x.fma(b1, s31);
            x = FloatVector.broadcast(SPECIES, a[at + 4]);
            s40 = x.fma(b0, s40);
            s41 = x.fma(b1, s41);
            x = FloatVector.broadcast(SPECIES, a[at + 5]);
            s50 = x.fma(b0, s50);
            s51 = x.fma(b1, s51);
            x = FloatVector.broadcast(SPECIES, a[at + 6]);
            s60 = x.fma(b0, s60);
            s61 = x.fma(b1, s61);
            x = FloatVector.broadcast(SPECIES, a[at + 7]);
            s70 = x.fma(b0, s70);
            s71 = x.fma(b1, s71);
        }
        s00.intoArray(c, cAt);
        s01.intoArray(c, cAt + LANES);
        s10.intoArray(c, cAt + 2 * LANES);
        s11.intoArray(c, cAt + 3 * LANES);
        s20.intoArray(c, cAt + 4 * LANES);
        s21.intoArray(c, cAt + 5 * LANES);
        s30.intoArray(c, cAt + 6 * LANES);
        s31.intoArray(c, cAt + 7 * LANES);
        s40.intoArray(c, cAt + 8 * LANES);
        s41.intoArray(c, cAt + 9 * LANES);
        s50.intoArray(c, cAt + 10 * LANES);
        s51.intoArray(c, cAt + 11 * LANES);
        s60.intoArray(c, cAt + 12 * LANES);
        s61.intoArray(c, cAt + 13 * LANES);
        s70.intoArray(c, cAt + 14 * LANES);
        s71.intoArray(c, cAt + 15 * LANES);
    }

    private static void addOuter4(float[] a, int aAt, int aPitch, int count, float[] b, int bAt, float[] c, int cAt) {
        FloatVector s00 = load(c, cAt);
        FloatVector s01 = load(c, cAt + LANES);
        FloatVector s10 = load(c, cAt + 2 * LANES);
        FloatVector s11 = load(c, cAt + 3 * LANES);
        FloatVector s20 = load(c, cAt + 4 * LANES);
        FloatVector s21 = load(c, cAt + 5 * LANES);
        FloatVector s30 = load(c, cAt + 6 * LANES);
        FloatVector s31 = load(c, cAt + 7 * LANES);
        for (int k = 0; k < count; k++) {
            FloatVector b0 = load(b, bAt + 2 * k * LANES);
            FloatVector b1 = load(b, bAt + (2 * k + 1) * LANES);
            int at = aAt + k * aPitch;
            FloatVector x = splat(a[at]);
            s00 = x.fma(b0, s00);
            s01 = x.fma(b1, s01);
            x = splat(a[at + 1]);
            s10 = x.fma(b0, s10);
            s11 = x.fma(b1, s11);
            x = splat(a[at + 2]);
            s20 = x.fma(b0, s20);
            s21 = x.fma(b1, s21);
            x = splat(a[at + 3]);
            s30 = x.fma(b0, s30);
            s31 = x.fma(b1, s31);
        }
        s00.intoArray(c, cAt);
        s01.intoArray(c, cAt + LANES);
        s10.intoArray(c, cAt + 2 * LANES);
        s11.intoArray(c, cAt + 3 * LANES);
        s20.intoArray(c, cAt + 4 * LANES);
        s21.intoArray(c, cAt + 5 * LANES);
        s30.intoArray(c, cAt + 6 * LANES);
        s31.intoArray(c, cAt + 7 * LANES);
    }

    private static FloatVector load(float[] array, int at) {
        return FloatVector.fromArray(SPECIES, array, at);
    }

    private static FloatVector splat(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }
}
