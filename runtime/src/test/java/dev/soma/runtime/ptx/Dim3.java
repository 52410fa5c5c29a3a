package dev.soma.runtime.ptx;

/** Sizes of a grid or a block. */
public record Dim3(int x, int y, int z) {
    public static Dim3 of(int x) {
        return new Dim3(x, 1, 1);
    }

    public static Dim3 of(int x, int y) {
        return new Dim3(x, y, 1);
    }

    long count() {
        return (long) x * y * z;
    }

    /** The position of element number {@code i}, x fastest, as text. */
    String position(long i) {
        return "(" + i % x + ", " + i / x % y + ", " + i / x / y + ")";
    }

    @Override
    public String toString() {
        return x + " x " + y + " x " + z;
    }
}
