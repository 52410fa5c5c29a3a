package dev.soma.runtime.vector;

/** The inner loops of convolution on floats: {@link DenseConvolution}, {@link DenseGradWeight}. */
interface DenseLoops {

    /** The loops in that form. */
    static DenseLoops of(Form form) {
        return form == Form.VECTOR ? new VectorDenseLoops() : new ScalarDenseLoops();
    }

    /** Columns of a panel. */
    int width();

    /**
     * Computes four rows of a panel's width: {@code c[ci + n] = start[si + n] + sum over k of a[ai + k] * b[bAt + k * width +
     * n]}. {@code start} may be {@code c}. Rows may be the same, if they are the same in {@code a}, {@code start} and {@code c}.
     */
    void multiply(
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
            int c3);

    /**
     * Adds outer products to four rows of a panel's width: {@code c[cAt + i * width + n] += sum over m of a[bases[m] + aAt + i] *
     * b[bAt + m * width + n]}, m below {@code count}.
     */
    void addOuter(float[] a, int[] bases, int count, int aAt, float[] b, int bAt, float[] c, int cAt);
}
