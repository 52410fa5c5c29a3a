package dev.soma.runtime.vector;

/**
 * How the target of a correlation is cut into bands that are computed one at a time: some whole images, or some rows of one, in
 * all of their time steps. Images are in the order {@code [steps, images]}, in a band as in the target.
 *
 * @param steps time steps that belong together; 1 if none do
 * @param images images of the target in a step
 * @param rows rows of an image
 * @param columns pixels of a row
 * @param bandImages images of a band in a step
 * @param bandRows rows of a band's images
 */
record Bands(int steps, int images, int rows, int columns, int bandImages, int bandRows) {

    /** Bands of about {@code pixels} pixels, fewer if that gives each of {@code threads} threads as much to do. */
    static Bands of(Correlation correlation, int pixels, int threads) {
        return of(correlation, 1, pixels, threads);
    }

    /** The same with all of an image's time steps in one band. */
    static Bands of(Correlation correlation, int steps, int pixels, int threads) {
        int images = correlation.images() / steps;
        int rows = correlation.rows().count;
        int columns = correlation.columns().count;
        int wanted = Math.min(pixels, Math.ceilDiv(correlation.pixels(), threads)) / steps;
        int image = rows * columns;
        if (image <= wanted) {
            return new Bands(steps, images, rows, columns, even(images, wanted / image, threads), rows);
        }
        int bandRows = Math.ceilDiv(rows, Math.ceilDiv(rows, Math.max(1, wanted / columns)));
        return new Bands(steps, images, rows, columns, 1, bandRows);
    }

    /** The number of bands. */
    int count() {
        return Math.ceilDiv(images, bandImages) * rowBands();
    }

    /** The pixels of the largest band. */
    int pixels() {
        return steps * bandImages * bandRows * columns;
    }

    /** The first image of a band, in the first step. */
    int image(int band) {
        return band / rowBands() * bandImages;
    }

    /** The images of a band, of all steps. */
    int imagesOf(int band) {
        return steps * stepImages(band);
    }

    /** The target's image that is one of a band's. */
    int image(int band, int index) {
        int inStep = stepImages(band);
        return index / inStep * images + image(band) + index % inStep;
    }

    private int stepImages(int band) {
        return Math.min(bandImages, images - image(band));
    }

    /** The first row of a band. */
    int row(int band) {
        return band % rowBands() * bandRows;
    }

    /** The rows of a band. */
    int rowsOf(int band) {
        return Math.min(bandRows, rows - row(band));
    }

    private int rowBands() {
        return Math.ceilDiv(rows, bandRows);
    }

    /** The size of parts of at most {@code largest} such that threads get equally many parts. */
    private static int even(int size, int largest, int threads) {
        int parts = Math.ceilDiv(Math.ceilDiv(size, largest), threads) * threads;
        return Math.ceilDiv(size, parts);
    }
}
