package dev.soma.runtime.ptx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Where the arrays of a shared or local memory lie. Between two arrays is a gap of {@link #GAP} bytes, so that an access
 * past the end is seen; it is as wide as all banks, which leaves every element in the bank it has without the gap.
 */
final class ArrayLayout {
    /** The address of the memory's first byte: not 0, so that a forgotten address is seen. */
    static final int BASE = 1024;

    private static final int GAP = 128;

    private final IdentityHashMap<Variable, Integer> starts = new IdentityHashMap<>();
    private final List<Variable> arrays = new ArrayList<>();
    private int end = BASE;

    void add(Variable array) {
        if (!starts.containsKey(array)) {
            int start = (end + array.alignment() - 1) & -array.alignment();
            starts.put(array, start);
            arrays.add(array);
            end = start + array.bytes() + GAP;
        }
    }

    int start(Variable array) {
        Integer start = starts.get(array);
        if (start == null) {
            throw new IllegalStateException(array.name() + " has no place");
        }
        return start;
    }

    /** Words of the memory, from {@link #BASE} on. */
    int words() {
        return (end - BASE + 3) / 4;
    }

    /** Bytes of all arrays. */
    int bytes() {
        return arrays.stream().mapToInt(Variable::bytes).sum();
    }

    boolean isEmpty() {
        return arrays.isEmpty();
    }

    /** For each word the number of the array that holds its first byte, or -1. */
    short[] owners() {
        short[] owners = new short[words()];
        Arrays.fill(owners, (short) -1);
        for (int i = 0; i < arrays.size(); i++) {
            int start = start(arrays.get(i)) - BASE;
            for (int b = start; b < start + arrays.get(i).bytes(); b++) {
                owners[b / 4] = (short) i;
            }
        }
        return owners;
    }

    /** Whether the bytes lie in the array of that number. */
    boolean holds(int number, long address, int size) {
        Variable array = arrays.get(number);
        return address >= start(array) && address + size <= start(array) + array.bytes();
    }

    /** The array and byte at a word of the memory, as text. */
    String name(int word) {
        int address = BASE + 4 * word;
        for (Variable array : arrays) {
            if (address >= start(array) && address < start(array) + array.bytes()) {
                return "byte " + (address - start(array)) + " of " + array.name();
            }
        }
        return "shared address " + address;
    }

    /** What is wrong with an access outside all arrays. */
    String describe(String memory, long address, int size) {
        if (arrays.isEmpty()) {
            return "the kernel has no " + memory + " memory";
        }
        Variable nearest = arrays.getFirst();
        long least = Long.MAX_VALUE;
        for (Variable array : arrays) {
            long off = Math.abs(off(array, address, size));
            if (off < least) {
                least = off;
                nearest = array;
            }
        }
        long off = off(nearest, address, size);
        return "the " + size + " bytes at " + memory + " address " + address + " lie outside every array; nearest is "
                + nearest.name() + " (" + nearest.bytes() + " bytes at " + start(nearest) + "), which they miss by "
                + Math.abs(off) + " bytes " + (off < 0 ? "before its start" : "past its end");
    }

    private long off(Variable array, long address, int size) {
        long before = address - start(array);
        return before < 0 ? before : Math.max(0, before + size - array.bytes());
    }
}
