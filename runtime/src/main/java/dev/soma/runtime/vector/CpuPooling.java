package dev.soma.runtime.vector;

import static dev.soma.runtime.host.HeapBuffer.floats;
import static dev.soma.runtime.host.HeapBuffer.ints;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.Pool2dShape;
import dev.soma.runtime.PoolingOps;
import dev.soma.runtime.Spikes;
import dev.soma.runtime.host.Workers;
import java.util.Arrays;

/**
 * Pooling on the processor. Threads split the rows of what is written; the maximum's backward, which writes where its winners
 * are, splits the images.
 */
final class CpuPooling extends PoolingOps {
    /** Elements that are worth a thread's start. */
    private static final int GRAIN = 4096;

    private final Workers workers;
    private final PoolingLoops loops;

    /** What is done for one pixel. */
    @FunctionalInterface
    private interface Body {
        /**
         * Computes the pixel.
         *
         * @param taps where it takes from
         * @param pixel its number, over all images
         */
        void run(PoolingTaps taps, int pixel);
    }

    CpuPooling(VectorDevice device) {
        super(device);
        workers = device.workers();
        loops = PoolingLoops.of(device.form());
    }

    @Override
    protected void doAverageForward(Pool2dShape shape, Buffer x, Buffer y) {
        float[] from = floats(x);
        float[] to = floats(y);
        int channels = shape.channels();
        float area = area(shape);
        eachOutput(
                shape, channels, (taps, pixel) -> loops.average(taps, 0, channels, area, from, to, pixel * channels));
    }

    @Override
    protected void doAverageForwardSpikes(Pool2dShape shape, Buffer spikes, Buffer y) {
        int[] from = ints(spikes);
        float[] to = floats(y);
        int channels = shape.channels();
        float area = area(shape);
        eachOutput(
                shape,
                Spikes.words(channels),
                (taps, pixel) -> loops.averageSpikes(taps, 0, channels, area, from, to, pixel * channels));
    }

    @Override
    protected void doAverageBackward(Pool2dShape shape, Buffer gradY, Buffer gradX) {
        float[] from = floats(gradY);
        float[] to = floats(gradX);
        int height = shape.height();
        int width = shape.width();
        int channels = shape.channels();
        float area = area(shape);
        workers.ranges(shape.batch() * height, grain(width * channels), (begin, end) -> {
            PoolingTaps taps = new PoolingTaps(shape, channels);
            for (int row = begin; row < end; row++) {
                for (int inX = 0; inX < width; inX++) {
                    taps.moveToOutputsOf(row / height, row % height, inX);
                    loops.average(taps, 0, channels, area, from, to, (row * width + inX) * channels);
                }
            }
        });
    }

    @Override
    protected void doMaxForward(Pool2dShape shape, Buffer x, Buffer y) {
        float[] from = floats(x);
        float[] to = floats(y);
        int channels = shape.channels();
        eachOutput(shape, channels, (taps, pixel) -> loops.max(taps, 0, channels, from, to, pixel * channels));
    }

    @Override
    protected void doMaxForwardSpikes(Pool2dShape shape, Buffer spikes, Buffer pooled) {
        int[] from = ints(spikes);
        int[] to = ints(pooled);
        int words = Spikes.words(shape.channels());
        eachOutput(shape, words, (taps, pixel) -> {
            for (int word = 0; word < words; word++) {
                int any = 0;
                for (int row = 0; row < taps.rows(); row++) {
                    int index = taps.first() + row * taps.rowStep() + word;
                    for (int column = 0; column < taps.columns(); column++) {
                        any |= from[index + column * words];
                    }
                }
                to[pixel * words + word] = any;
            }
        });
    }

    @Override
    protected void doMaxBackward(Pool2dShape shape, Buffer x, Buffer gradY, Buffer gradX) {
        float[] values = floats(x);
        float[] from = floats(gradY);
        float[] to = floats(gradX);
        int channels = shape.channels();
        workers.ranges(shape.batch(), 1, (begin, end) -> {
            clear(shape, to, begin, end);
            PoolingTaps taps = new PoolingTaps(shape, channels);
            int pixel = begin * shape.outHeight() * shape.outWidth();
            for (int image = begin; image < end; image++) {
                for (int outY = 0; outY < shape.outHeight(); outY++) {
                    for (int outX = 0; outX < shape.outWidth(); outX++) {
                        taps.moveToInputsOf(image, outY, outX);
                        loops.maxBackward(taps, 0, channels, values, from, pixel++ * channels, to);
                    }
                }
            }
        });
    }

    @Override
    protected void doMaxBackwardSpikes(Pool2dShape shape, Buffer spikes, Buffer gradY, Buffer gradX) {
        int[] words = ints(spikes);
        float[] from = floats(gradY);
        float[] to = floats(gradX);
        int channels = shape.channels();
        workers.ranges(shape.batch(), 1, (begin, end) -> {
            clear(shape, to, begin, end);
            PoolingTaps taps = new PoolingTaps(shape, Spikes.words(channels));
            PoolingTaps gradTaps = new PoolingTaps(shape, channels);
            int pixel = begin * shape.outHeight() * shape.outWidth();
            for (int image = begin; image < end; image++) {
                for (int outY = 0; outY < shape.outHeight(); outY++) {
                    for (int outX = 0; outX < shape.outWidth(); outX++) {
                        taps.moveToInputsOf(image, outY, outX);
                        gradTaps.moveToInputsOf(image, outY, outX);
                        loops.maxBackwardSpikes(taps, gradTaps, 0, channels, words, from, pixel++ * channels, to);
                    }
                }
            }
        });
    }

    /** Runs {@code body} for each output; a pixel of the input has {@code pixelStep} elements. */
    private void eachOutput(Pool2dShape shape, int pixelStep, Body body) {
        int outHeight = shape.outHeight();
        int outWidth = shape.outWidth();
        workers.ranges(shape.batch() * outHeight, grain(outWidth * shape.channels()), (begin, end) -> {
            PoolingTaps taps = new PoolingTaps(shape, pixelStep);
            for (int row = begin; row < end; row++) {
                for (int outX = 0; outX < outWidth; outX++) {
                    taps.moveToInputsOf(row / outHeight, row % outHeight, outX);
                    body.run(taps, row * outWidth + outX);
                }
            }
        });
    }

    private static void clear(Pool2dShape shape, float[] gradX, int begin, int end) {
        int size = shape.height() * shape.width() * shape.channels();
        Arrays.fill(gradX, begin * size, end * size, 0f);
    }

    private static float area(Pool2dShape shape) {
        return shape.kernelHeight() * shape.kernelWidth();
    }

    private static int grain(int rowLength) {
        return Math.max(1, GRAIN / rowLength);
    }
}
