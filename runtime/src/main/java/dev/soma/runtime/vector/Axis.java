package dev.soma.runtime.vector;

import java.util.Arrays;

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
