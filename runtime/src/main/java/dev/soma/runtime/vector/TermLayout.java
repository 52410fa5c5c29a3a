package dev.soma.runtime.vector;

/**
 * Where the terms of a correlation's sums lie, seen from a target pixel's base: pieces of neighbouring floats, in the order
 * of the weight's rows. Short runs (of few channels) are copied to one piece a pixel first, so that the loops are long.
 */
final class TermLayout {
    /** Terms of a piece at most: 256 rows of two vectors of weights fill half of a level-1 cache. */
    private static final int LONGEST_PIECE = 256;

    /** Runs shorter than this are copied: below, the loops' start and end cost more than the copy. */
    static final int SHORTEST_RUN = 32;

    /** Floats of a cache line. */
    private static final int LINE = 16;

    /** Whether the source's own array is read; else a copy with zeros around. */
    final boolean direct;

    /** Whether the terms of a pixel are copied to neighbouring floats. */
    final boolean expanded;

    /** Floats from a source pixel to the next. */
    final int pixelPitch;

    /** Floats from a source row to the next. */
    final int rowPitch;

    /** Floats from a group's terms to the next group's. */
    final int groupPitch;

    /** Length of the runs of terms in the source. */
    final int runLength;

    /** Offsets of the runs in the source. */
    final int[] runs;

    /** Offsets of the pieces. */
    final int[] pieces;

    /** First term of each piece, and the number of terms. */
    final int[] terms;

    /** Pieces of each row of taps; 0 where all rows are in one piece. */
    private final int piecesOfRow;

    private TermLayout(
            boolean direct,
            boolean expanded,
            int pixelPitch,
            int rowPitch,
            int groupPitch,
            int runLength,
            int[] runs,
            int[] pieces,
            int[] terms,
            int piecesOfRow) {
        this.direct = direct;
        this.expanded = expanded;
        this.pixelPitch = pixelPitch;
        this.rowPitch = rowPitch;
        this.groupPitch = groupPitch;
        this.runLength = runLength;
        this.runs = runs;
        this.pieces = pieces;
        this.terms = terms;
        this.piecesOfRow = piecesOfRow;
    }

    /** For loops over the terms of a few pixels. */
    static TermLayout alongTerms(Correlation correlation, Source source) {
        return ofPieces(correlation, source, isJoined(correlation), correlation.sourceChannels(), 1);
    }

    /**
     * For loops over many pixels, a few terms of each. If the distance of two pixels were an even number of cache lines, the
     * level-1 cache would hold but a part of them: such pixels are copied a line further apart.
     *
     * @param tile the loops read this many terms at once, beyond the end of a piece too
     */
    static TermLayout alongPixels(Correlation correlation, Source source, int tile) {
        int channels = correlation.sourceChannels();
        boolean spread = channels % (2 * LINE) == 0 && correlation.groupSource() % tile == 0;
        boolean joined = !spread && isJoined(correlation);
        return ofPieces(correlation, source, joined, spread ? channels + LINE : channels, tile);
    }

    private static TermLayout ofPieces(
            Correlation correlation, Source source, boolean joined, int pixelPitch, int tile) {
        int depth = correlation.groupSource();
        int columns = correlation.columns().taps.length;
        int runLength = joined ? columns * depth : depth;
        boolean spread = pixelPitch != correlation.sourceChannels();
        boolean expanded = !spread && runLength < SHORTEST_RUN && correlation.depth() > runLength;
        boolean direct = !spread && isWithin(correlation, source) && (expanded || runLength % tile == 0);
        int rowPitch = rowPitch(correlation, direct, pixelPitch);
        int[] runs = runs(correlation, direct, pixelPitch, rowPitch, joined ? 1 : columns);
        int[] starts = expanded ? new int[] {0} : runs;
        int length = expanded ? correlation.depth() : runLength;
        int parts = Math.ceilDiv(length, LONGEST_PIECE);
        int part = Math.ceilDiv(Math.ceilDiv(length, parts), Band.TILE) * Band.TILE;
        parts = Math.ceilDiv(length, part);
        int[] pieces = new int[starts.length * parts];
        int[] terms = new int[pieces.length + 1];
        for (int i = 0; i < pieces.length; i++) {
            int first = i % parts * part;
            pieces[i] = starts[i / parts] + first;
            terms[i + 1] = terms[i] + Math.min(part, length - first);
        }
        int piecesOfRow = expanded ? 0 : pieces.length / correlation.rows().taps.length;
        int groupPitch = expanded ? correlation.depth() : depth;
        return new TermLayout(
                direct, expanded, pixelPitch, rowPitch, groupPitch, runLength, runs, pieces, terms, piecesOfRow);
    }

    /** For loops over neighbouring channels of one tap: a piece a tap. */
    static TermLayout ofTaps(Correlation correlation, Source source, int pixelPitch) {
        boolean direct = isWithin(correlation, source) && pixelPitch == correlation.sourceChannels();
        int rowPitch = rowPitch(correlation, direct, pixelPitch);
        int[] taps = runs(correlation, direct, pixelPitch, rowPitch, correlation.columns().taps.length);
        return new TermLayout(direct, false, pixelPitch, rowPitch, 0, 1, taps, taps, new int[0], 0);
    }

    /** Terms of a piece. */
    int length(int piece) {
        return terms[piece + 1] - terms[piece];
    }

    /** Whether all taps are in each piece. */
    boolean isOfAllTaps() {
        return piecesOfRow == 0;
    }

    /** The row of taps that a piece is of, in the order of their offsets. */
    int tapRow(int piece) {
        return piece / piecesOfRow;
    }

    /** The first piece of a row of taps. */
    int firstPieceOf(int tapRow) {
        return tapRow * piecesOfRow;
    }

    /** Whether the terms of a row of taps are neighbours. */
    private static boolean isJoined(Correlation correlation) {
        return correlation.columns().taps.length > 1
                && correlation.groups() == 1
                && correlation.columns().isContiguous();
    }

    private static boolean isWithin(Correlation correlation, Source source) {
        return source.array() != null
                && correlation.rows().isWithin(correlation.sourceHeight())
                && correlation.columns().isWithin(correlation.sourceWidth());
    }

    private static int rowPitch(Correlation correlation, boolean direct, int pixelPitch) {
        Axis columns = correlation.columns();
        return pixelPitch * (direct ? correlation.sourceWidth() : columns.reach(columns.count));
    }

    private static int[] runs(Correlation correlation, boolean direct, int pixelPitch, int rowPitch, int runsOfRow) {
        Axis rows = correlation.rows();
        Axis columns = correlation.columns();
        int firstRow = direct ? 0 : rows.first();
        int firstColumn = direct ? 0 : columns.first();
        int[] runs = new int[rows.taps.length * runsOfRow];
        for (int i = 0; i < runs.length; i++) {
            runs[i] = (rows.offsets[i / runsOfRow] - firstRow) * rowPitch
                    + (columns.offsets[i % runsOfRow] - firstColumn) * pixelPitch;
        }
        return runs;
    }
}
