package dev.soma.runtime.vector;

import org.jspecify.annotations.Nullable;

/**
 * The inner loops of {@link WinogradConvolution}: the transforms of F(4 x 4, 3 x 3), in one direction at a time and of many
 * channels, and the products between them. The polynomials are evaluated at 0, 1/√2, -1/√2, √2, -√2 and infinity, which loses
 * less to rounding than the usual 0, 1, -1, 2, -2.
 *
 * <p>A transform reads value i of channel n at {@code at + i * step + n} and writes value o at {@code toAt + o * toStep + n}, n
 * below {@code count}, a multiple of the lanes.
 */
interface WinogradLoops {
    /** Rows and columns of a target tile. */
    int TARGET = 4;

    /** Rows and columns of a source tile, and of the points that it is transformed to. */
    int SOURCE = 6;

    /** Rows and columns of the kernel. */
    int KERNEL = 3;

    /** Rows that {@link #multiply} computes. */
    int ROWS = 8;

    /** The most that {@link #weightRows} gives. */
    int WEIGHT_ROWS = 16;

    /** The loops in that form, unless {@code -Dsoma.vector.winograd=false} asks for plain sums; there is no scalar form. */
    static @Nullable WinogradLoops of(Form form) {
        boolean wanted = !"false".equals(System.getProperty("soma.vector.winograd"));
        return wanted && form == Form.VECTOR ? new VectorWinogradLoops() : null;
    }

    /**
     * How many rows of panels of weights, {@code [panels, depth]}, to transform at a time from one on: so many that the loops are
     * long, in its panel.
     *
     * @param end the row after the last
     */
    static int weightRows(int row, int end, int depth) {
        return Math.min(Math.min(WEIGHT_ROWS, end - row), depth - row % depth);
    }

    /** Channels of a vector. */
    int lanes();

    /** Transforms {@value #SOURCE} source values to {@value #SOURCE} points. */
    void transformSource(float[] from, int at, int step, float[] to, int toAt, int toStep, int count);

    /** Transforms {@value #KERNEL} weights to {@value #SOURCE} points. */
    void transformWeight(float[] from, int at, int step, float[] to, int toAt, int toStep, int count);

    /** Transforms products at {@value #SOURCE} points to {@value #TARGET} target values. */
    void transformTarget(float[] from, int at, int step, float[] to, int toAt, int toStep, int count);

    /** Transforms as {@link #transformTarget} and adds {@code start[startAt + n]} to the values of channel n. */
    void transformTarget(
            float[] from, int at, int step, float[] start, int startAt, float[] to, int toAt, int toStep, int count);

    /**
     * Transforms {@value #TARGET} values of the target's gradient to {@value #SOURCE} points: {@link #transformTarget},
     * transposed.
     */
    void transformGradTarget(float[] from, int at, int step, float[] to, int toAt, int toStep, int count);

    /**
     * Transforms {@value #SOURCE} points to the gradients of {@value #KERNEL} weights: {@link #transformWeight},
     * transposed.
     */
    void transformGradWeight(float[] from, int at, int step, float[] to, int toAt, int toStep, int count);

    /**
     * Computes products of two matrices, {@value #ROWS} rows by one or two vectors: {@code c[cAt + i * cPitch + n] = sum over k
     * of a[aAt + i * aPitch + k] * b[bAt + k * columns + n]}. Apart from {@link DenseLoops#multiply}, whose many indices cost a
     * tenth of the time here, where the sums are short and begin with 0.
     *
     * @param length the number of terms
     * @param columns the lanes, or twice as many
     */
    void multiply(
            float[] a,
            int aAt,
            int aPitch,
            int length,
            float[] b,
            int bAt,
            int columns,
            float[] c,
            int cAt,
            int cPitch);

    /** Rows that {@link #addOuter} computes; the lanes are a multiple. */
    int outerRows();

    /**
     * Adds outer products to rows of two vectors: {@code c[cAt + i * 2 * lanes + n] += sum over k of a[aAt + k * aPitch + i] * b[bAt
     * + k * 2 * lanes + n]}, i below {@link #outerRows}, k below {@code count}.
     */
    void addOuter(float[] a, int aAt, int aPitch, int count, float[] b, int bAt, float[] c, int cAt);
}
