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
     * Adds to four rows of a panel's width: {@code c[ci + n] += sum over k of a[ai + k] * b[bAt + k * width + n]}. Rows may be
     * the same, if they are the same in {@code a} and in {@code c}.
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
            float[] c,
            int c0,
            int c1,
            int c2,
            int c3);

    /**
     * Adds outer products to four rows of a panel's width: {@code c[cAt + i * width + n] += sum over m of a[bases[m] + aAt + i] *
     * b[m * width + n + bAt]}, m from {@code from} to {@code to} (exclusive).
     */
    void addOuter(float[] a, int[] bases, int from, int to, int aAt, float[] b, int bAt, float[] c, int cAt);
}
