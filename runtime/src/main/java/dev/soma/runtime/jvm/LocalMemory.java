package dev.soma.runtime.jvm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The arrays that the work-items of one group share, found by the order of their allocation. */
final class LocalMemory {
    /** What undefined ints hold: large and odd, so that a kernel that reads them before it writes them shows. */
    private static final int UNDEFINED = 0xDEADBEEF;

    private final List<Object> arrays = new ArrayList<>();

    /** Makes all contents undefined, as at the start of a group. */
    void undefine() {
        for (Object array : arrays) {
            undefine(array);
        }
    }

    float[] floats(int index, int size) {
        if (index == arrays.size()) {
            arrays.add(undefine(new float[size]));
        }
        return (float[]) arrays.get(index);
    }

    int[] ints(int index, int size) {
        if (index == arrays.size()) {
            arrays.add(undefine(new int[size]));
        }
        return (int[]) arrays.get(index);
    }

    private static Object undefine(Object array) {
        if (array instanceof float[] floats) {
            Arrays.fill(floats, Float.NaN);
        } else {
            Arrays.fill((int[]) array, UNDEFINED);
        }
        return array;
    }
}
