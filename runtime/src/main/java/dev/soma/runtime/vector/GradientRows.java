package dev.soma.runtime.vector;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;

/** A copy of some rows of a source and of what is around them, zeros outside the source, outside the heap. */
final class GradientRows {
    /** The copy, {@code [rows, columns, channels]}. */
    MemorySegment values = MemorySegment.NULL;

    private final AlignedMemory memory = new AlignedMemory();
    /** Never written. Copied from, as a slice to be filled would be garbage for each line. */
    private float[] zeros = {};

    /**
     * Copies what a band of one image reads.
     *
     * @param width floats of a pixel in the copy, at least {@code channels}
     * @param slack floats behind the copy that will be read
     */
    void load(
            Correlation correlation,
            Bands cut,
            int band,
            float[] source,
            int channel,
            int channels,
            int width,
            int slack) {
        Axis rows = correlation.rows();
        Axis columns = correlation.columns();
        int lines = rows.reach(cut.rowsOf(band));
        int pitch = columns.reach(columns.count);
        values = memory.reserve(lines * pitch * width + slack);
        int from = Math.clamp(-columns.first(), 0, pitch);
        int to = Math.clamp(correlation.sourceWidth() - columns.first(), from, pitch);
        for (int line = 0; line < lines; line++) {
            int at = line * pitch;
            int row = cut.row(band) + rows.first() + line;
            if (row < 0 || row >= correlation.sourceHeight()) {
                clear(at, pitch, width);
            } else {
                clear(at, from, width);
                int pixel = (cut.image(band) * correlation.sourceHeight() + row) * correlation.sourceWidth();
                int first = (pixel + columns.first() + from) * correlation.sourceChannels() + channel;
                copy(source, first, correlation.sourceChannels(), to - from, at + from, channels, width);
                clear(at + to, pitch - to, width);
            }
        }
    }

    private void clear(int at, int pixels, int width) {
        zeros = Grow.atLeast(zeros, pixels * width);
        MemorySegment.copy(zeros, 0, values, JAVA_FLOAT, bytes(at, width), pixels * width);
    }

    private void copy(float[] source, int first, int step, int pixels, int at, int channels, int width) {
        if (channels == step && channels == width) {
            MemorySegment.copy(source, first, values, JAVA_FLOAT, bytes(at, width), pixels * width);
            return;
        }
        for (int i = 0; i < pixels; i++) {
            MemorySegment.copy(source, first + i * step, values, JAVA_FLOAT, bytes(at + i, width), channels);
        }
    }

    private static long bytes(int pixels, int width) {
        return (long) pixels * width * Float.BYTES;
    }
}
