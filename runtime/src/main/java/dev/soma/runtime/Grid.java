package dev.soma.runtime;

/**
 * The geometry of a launch: work-items in all and work-items of a work-group, in three dimensions. A group never
 * straddles the end: the global size is a multiple of the local size, and the kernel itself passes over the items beyond
 * its data.
 *
 * @param globalX work-items, dimension x
 * @param globalY work-items, dimension y
 * @param globalZ work-items, dimension z
 * @param localX work-items of a group, dimension x
 * @param localY work-items of a group, dimension y
 * @param localZ work-items of a group, dimension z
 */
public record Grid(int globalX, int globalY, int globalZ, int localX, int localY, int localZ) {
    /** The most work-items of a group that every device takes. */
    public static final int MAX_LOCAL = 256;

    private static final int FLAT_LOCAL = 256;

    /** Checks that the global size is a positive multiple of the local size. */
    public Grid {
        check("x", globalX, localX);
        check("y", globalY, localY);
        check("z", globalZ, localZ);
        if ((long) localX * localY * localZ > MAX_LOCAL) {
            throw new IllegalArgumentException("a work-group of " + localX + " x " + localY + " x " + localZ
                    + " work-items has more than " + MAX_LOCAL);
        }
    }

    /** At least {@code items} work-items in one dimension, for kernels whose work-items share nothing. */
    public static Grid flat(long items) {
        return of(items, FLAT_LOCAL);
    }

    /** At least {@code items} work-items in one dimension, in groups of {@code local}. */
    public static Grid of(long items, int local) {
        return new Grid(roundUp(items, local), 1, 1, local, 1, 1);
    }

    /** At least {@code itemsX} by {@code itemsY} work-items, in groups of {@code localX} by {@code localY}. */
    public static Grid of(long itemsX, long itemsY, int localX, int localY) {
        return new Grid(roundUp(itemsX, localX), roundUp(itemsY, localY), 1, localX, localY, 1);
    }

    /** Groups in all. */
    public long groups() {
        return (long) (globalX / localX) * (globalY / localY) * (globalZ / localZ);
    }

    /** Work-items of a group. */
    public int localSize() {
        return localX * localY * localZ;
    }

    private static int roundUp(long items, int local) {
        long rounded = Math.ceilDiv(Math.max(items, 1), local) * local;
        if (rounded > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a launch of " + items + " work-items exceeds " + Integer.MAX_VALUE);
        }
        return (int) rounded;
    }

    private static void check(String dimension, int global, int local) {
        if (local < 1 || global < 1 || global % local != 0) {
            throw new IllegalArgumentException("in dimension " + dimension + " " + global
                    + " work-items are not a positive multiple of the group's " + local);
        }
    }
}
