package dev.soma.layers.io;

/** Sizes of arrays in files. */
final class Shapes {
    /** The longest array that every JVM can make. */
    static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    private Shapes() {}

    /** The number of elements of a shape without negative sizes; {@link Long#MAX_VALUE} if it exceeds a long. */
    static long elements(int... shape) {
        long elements = 1;
        boolean tooMany = false;
        for (int dimension : shape) {
            if (dimension == 0) {
                return 0;
            }
            tooMany |= elements > Long.MAX_VALUE / dimension;
            elements *= dimension;
        }
        return tooMany ? Long.MAX_VALUE : elements;
    }
}
