package dev.soma.runtime.vector;

import java.util.Arrays;

/**
 * A band of the target while a worker computes it: the source pixels that it reads, and where its pixels are. Pixels are in the
 * order of their rows, in each row of their images: so those that a row of taps finds within the source are neighbours.
 */
final class Band {
    /** Pixels that the loops take at once. */
    static final int TILE = 4;

    /** Floats that the loops may read behind the last term. */
    private static final int SLACK = 8;

    /** Where the terms are. */
    float[] values = {};

    /** Where the band begins in {@link #values}: another place after each load, since it follows the cache's lines. */
    int start;

    /** The base of each pixel's terms in {@link #values}; the last one is repeated to a full tile. */
    int[] bases = {};

    /** The index of each pixel in the target; the last one is repeated to a full tile. */
    int[] targets = {};

    /** The number of pixels. */
    int pixels;

    /** The number of rows. */
    int rows;

    /** The first row of each row of taps that reads a line within the source, and the row after the last. */
    private int[] firstRows = {};

    private int[] endRows = {};

    private final LineScratch copy = new LineScratch();
    private float[] terms = {};

    /** Makes that band the current one, for all channels of the source. */
    void load(Correlation correlation, TermLayout layout, Source source, Bands bands, int band) {
        load(correlation, layout, source, bands, band, 0, correlation.sourceChannels());
    }

    /** Makes that band the current one, for some channels of the source. */
    void load(
            Correlation correlation,
            TermLayout layout,
            Source source,
            Bands bands,
            int band,
            int channel,
            int channels) {
        rows = bands.rowsOf(band);
        pixels = bands.imagesOf(band) * rows * bands.columns();
        int room = Math.ceilDiv(pixels, TILE) * TILE;
        bases = Grow.atLeast(bases, room);
        targets = Grow.atLeast(targets, room);
        float[] array = source.array();
        start = 0;
        if (layout.direct && array != null) {
            values = array;
        } else {
            copy(correlation, layout, source, bands, band, channel, channels);
            values = copy.array;
            start = copy.start;
        }
        place(correlation, layout, bands, band);
        findLinesWithin(correlation, bands, band);
        if (layout.expanded) {
            expand(correlation, layout);
        }
        Arrays.fill(bases, pixels, room, bases[pixels - 1]);
        Arrays.fill(targets, pixels, room, targets[pixels - 1]);
    }

    private void copy(
            Correlation correlation,
            TermLayout layout,
            Source source,
            Bands bands,
            int band,
            int channel,
            int channels) {
        Axis axis = correlation.rows();
        Axis columns = correlation.columns();
        int width = correlation.sourceWidth();
        int lines = axis.reach(rows);
        int lineReach = columns.reach(columns.count);
        int firstRow = axis.sourceStep * bands.row(band) + axis.first();
        int from = Math.clamp(columns.first(), 0, width);
        int to = Math.clamp(columns.first() + lineReach, from, width);
        copy.reserve(bands.imagesOf(band) * lines * layout.rowPitch + SLACK);
        float[] floats = copy.array;
        int at = copy.start;
        for (int image = bands.image(band); image < bands.image(band) + bands.imagesOf(band); image++) {
            for (int row = firstRow; row < firstRow + lines; row++) {
                if (row < 0 || row >= correlation.sourceHeight() || from == to) {
                    Arrays.fill(floats, at, at + layout.rowPitch, 0f);
                } else {
                    int left = at + (from - columns.first()) * layout.pixelPitch;
                    int right = left + (to - from) * layout.pixelPitch;
                    Arrays.fill(floats, at, left, 0f);
                    int pixel = (image * correlation.sourceHeight() + row) * width + from;
                    source.copy(pixel, to - from, channel, channels, floats, left, layout.pixelPitch);
                    Arrays.fill(floats, right, at + layout.rowPitch, 0f);
                }
                at += layout.rowPitch;
            }
        }
    }

    private void place(Correlation correlation, TermLayout layout, Bands bands, int band) {
        Axis axis = correlation.rows();
        Axis columns = correlation.columns();
        int lines = layout.direct ? correlation.sourceHeight() : axis.reach(rows);
        int firstImage = layout.direct ? bands.image(band) : 0;
        int firstLine = layout.direct ? axis.sourceStep * bands.row(band) : 0;
        int pixelStep = columns.sourceStep * layout.pixelPitch;
        int m = 0;
        for (int row = 0; row < rows; row++) {
            for (int image = 0; image < bands.imagesOf(band); image++) {
                int line = (firstImage + image) * lines + firstLine + axis.sourceStep * row;
                int base = start + line * layout.rowPitch;
                int targetRow = axis.start + axis.step * (bands.row(band) + row);
                int target = ((bands.image(band) + image) * correlation.targetHeight() + targetRow)
                                * correlation.targetWidth()
                        + columns.start;
                for (int column = 0; column < columns.count; column++) {
                    bases[m] = base + column * pixelStep;
                    targets[m] = (target + columns.step * column) * correlation.targetChannels();
                    m++;
                }
            }
        }
    }

    private void findLinesWithin(Correlation correlation, Bands bands, int band) {
        Axis axis = correlation.rows();
        int taps = axis.taps.length;
        firstRows = Grow.atLeast(firstRows, taps);
        endRows = Grow.atLeast(endRows, taps);
        for (int tap = 0; tap < taps; tap++) {
            int line = axis.sourceStep * bands.row(band) + axis.offsets[tap];
            firstRows[tap] = Math.clamp(Math.ceilDiv(-line, axis.sourceStep), 0, rows);
            int end = Math.ceilDiv(correlation.sourceHeight() - line, axis.sourceStep);
            endRows[tap] = Math.clamp(end, firstRows[tap], rows);
        }
    }

    /** The first row that reads a line within the source with a row of taps, counted in the order of their offsets. */
    int firstRow(int tapRow) {
        return firstRows[tapRow];
    }

    /** The row after the last that does. */
    int endRow(int tapRow) {
        return endRows[tapRow];
    }

    /** The pixels of a row. */
    int rowPixels() {
        return pixels / rows;
    }

    private void expand(Correlation correlation, TermLayout layout) {
        int groupSource = correlation.groupSource();
        terms = Grow.atLeast(terms, pixels * correlation.groups() * correlation.depth() + SLACK);
        int at = 0;
        for (int m = 0; m < pixels; m++) {
            int pixelAt = at;
            for (int group = 0; group < correlation.groups(); group++) {
                int base = bases[m] + group * groupSource;
                for (int run : layout.runs) {
                    // by hand: the runs are shorter than a call of arraycopy takes
                    for (int i = 0; i < layout.runLength; i++) {
                        terms[at + i] = values[base + run + i];
                    }
                    at += layout.runLength;
                }
            }
            bases[m] = pixelAt;
        }
        values = terms;
        start = 0;
    }
}
