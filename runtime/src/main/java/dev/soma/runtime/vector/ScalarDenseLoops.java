package dev.soma.runtime.vector;

/** {@link DenseLoops} in plain Java. */
final class ScalarDenseLoops implements DenseLoops {
    private static final int WIDTH = 16;

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
        multiply(a, a0, length, b, bAt, start, s0, c, c0);
        if (c1 != c0) {
            multiply(a, a1, length, b, bAt, start, s1, c, c1);
        }
        if (c2 != c1) {
            multiply(a, a2, length, b, bAt, start, s2, c, c2);
        }
        if (c3 != c2) {
            multiply(a, a3, length, b, bAt, start, s3, c, c3);
        }
    }

    @Override
    public void addOuter(float[] a, int[] bases, int count, int aAt, float[] b, int bAt, float[] c, int cAt) {
        for (int m = 0; m < count; m++) {
            int row = bAt + m * WIDTH;
            for (int i = 0; i < Band.TILE; i++) {
                add(a[bases[m] + aAt + i], b, row, c, cAt + i * WIDTH);
            }
        }
    }

    private static void multiply(
            float[] a, int aAt, int length, float[] b, int bAt, float[] start, int startAt, float[] c, int cAt) {
        System.arraycopy(start, startAt, c, cAt, WIDTH);
        for (int k = 0; k < length; k++) {
            add(a[aAt + k], b, bAt + k * WIDTH, c, cAt);
        }
    }

    private static void add(float x, float[] b, int bAt, float[] c, int cAt) {
        for (int n = 0; n < WIDTH; n++) {
            c[cAt + n] += x * b[bAt + n];
        }
    }
}
