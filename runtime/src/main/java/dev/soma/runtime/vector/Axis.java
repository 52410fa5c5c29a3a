package dev.soma.runtime.vector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The lines (rows or columns) of a correlation's target in one direction, and the source lines that each of them reads: line
 * {@code start + step * n} of the target reads line {@code sourceStep * n + offsets[t]} of the source with line {@code
 * taps[t]} of the kernel. Offsets ascend.
 */
final class Axis {
    final int start;
    final int step;
    final int count;
    final int sourceStep;
    final int[] taps;
    final int[] offsets;

    private Axis(int start, int step, int count, int sourceStep, int[] taps, int[] offsets) {
        this.start = start;
        this.step = step;
        this.count = count;
        this.sourceStep = sourceStep;
        this.taps = taps;
        this.offsets = offsets;
    }

    /** The output's lines, which read the input. */
    static Axis forward(int outSize, int kernel, int stride, int padding, int dilation) {
        int[] taps = new int[kernel];
        int[] offsets = new int[kernel];
        for (int tap = 0; tap < kernel; tap++) {
            taps[tap] = tap;
            offsets[tap] = tap * dilation - padding;
        }
        return new Axis(0, 1, outSize, stride, taps, offsets);
    }

    /**
     * The input's lines {@code phase, phase + stride, ...}, which read the output's gradient: only every stride-th tap meets
     * them, so that no zeros need be put between the gradient's lines.
     */
    static Axis backward(int size, int kernel, int stride, int padding, int dilation, int phase) {
        int[] taps = new int[kernel];
        int[] offsets = new int[kernel];
        int found = 0;
        for (int tap = kernel - 1; tap >= 0; tap--) {
            int distance = phase + padding - tap * dilation;
            if (Math.floorMod(distance, stride) == 0) {
                taps[found] = tap;
                offsets[found] = Math.floorDiv(distance, stride);
                found++;
            }
        }
        return new Axis(
                phase,
                stride,
                Math.ceilDiv(size - phase, stride),
                1,
                Arrays.copyOf(taps, found),
                Arrays.copyOf(offsets, found));
    }

    /**
     * This axis in parts: neighbouring lines of the target that read lines within a source of that size with the same taps, and
     * with these taps only. A line that reads none keeps one tap.
     */
    List<Axis> parts(int size) {
        List<Axis> parts = new ArrayList<>();
        int from = 0;
        for (int line = 1; line <= count; line++) {
            if (line == count
                    || firstWithin(line) != firstWithin(from)
                    || endWithin(line, size) != endWithin(from, size)) {
                parts.add(part(from, line, firstWithin(from), endWithin(from, size)));
                from = line;
            }
        }
        return parts;
    }

    private Axis part(int fromLine, int toLine, int fromTap, int toTap) {
        int[] shifted = Arrays.copyOfRange(offsets, fromTap, toTap);
        for (int tap = 0; tap < shifted.length; tap++) {
            shifted[tap] += sourceStep * fromLine;
        }
        return new Axis(
                start + step * fromLine,
                step,
                toLine - fromLine,
                sourceStep,
                Arrays.copyOfRange(taps, fromTap, toTap),
                shifted);
    }

    /** The first tap with which a line reads no line before the source; the last tap if there is none. */
    private int firstWithin(int line) {
        int tap = 0;
        while (tap < offsets.length - 1 && sourceStep * line + offsets[tap] < 0) {
            tap++;
        }
        return tap;
    }

    /** The tap after the last one with which a line does; at least one more than the first. */
    private int endWithin(int line, int size) {
        int end = offsets.length;
        while (end > firstWithin(line) + 1 && sourceStep * line + offsets[end - 1] >= size) {
            end--;
        }
        return end;
    }

    /** Where in {@link #taps} a line of the kernel stands. */
    int indexOf(int tap) {
        int index = 0;
        while (taps[index] != tap) {
            index++;
        }
        return index;
    }

    /** The number of pairs of a line and a tap. */
    int pairs() {
        return count * taps.length;
    }

    /** The first source line that is read. */
    int first() {
        return offsets[0];
    }

    /** The source lines from the first to the last that {@code lines} lines of the target read. */
    int reach(int lines) {
        return sourceStep * (lines - 1) + offsets[offsets.length - 1] - offsets[0] + 1;
    }

    /** Whether all that is read lies in a source of that size. */
    boolean isWithin(int size) {
        return first() >= 0 && first() + reach(count) <= size;
    }

    /** Whether neighbouring taps read neighbouring lines. */
    boolean isContiguous() {
        return offsets[offsets.length - 1] - offsets[0] == offsets.length - 1;
    }
}
