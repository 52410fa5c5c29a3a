package dev.soma.runtime.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.host.Workers;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What OperationsTest, which compares the results with the reference, does not see. */
class WinogradConvolutionTest {

    @Test
    void fitsDenseKernelsOfThreeByThreeOnly() {
        try (Workers workers = new Workers(1)) {
            WinogradConvolution winograd = new WinogradConvolution(workers, new VectorWinogradLoops());
            assertTrue(winograd.fits(forward(8, 8, 16, 3, 1, 1, 1, 1)));
            assertTrue(winograd.fits(
                    Correlation.backward(shape(8, 8, 16, 3, 1, 1, 1, 1)).getFirst()));
            assertFalse(winograd.fits(forward(8, 8, 16, 5, 1, 2, 1, 1)), "5 x 5");
            assertFalse(winograd.fits(forward(8, 8, 16, 3, 2, 1, 1, 1)), "stride 2");
            assertFalse(winograd.fits(forward(8, 8, 16, 3, 1, 2, 2, 1)), "dilation 2");
            assertFalse(winograd.fits(forward(8, 8, 16, 3, 1, 1, 1, 2)), "2 groups");
            assertFalse(winograd.fits(forward(8, 8, 3, 3, 1, 1, 1, 1)), "3 channels");
            assertFalse(winograd.fits(forward(5, 5, 16, 3, 1, 1, 1, 1)), "four tiles for 25 pixels");
        }
    }

    @Test
    void hasNoScalarForm() {
        try (Workers workers = new Workers(1)) {
            assertNull(WinogradConvolution.of(workers, Form.SCALAR));
        }
    }

    @ParameterizedTest(name = "{0} images of {1} x {2}, {3} threads, seed 5")
    @CsvSource({"6, 9, 14, 2", "6, 9, 14, 3", "1, 4, 4, 7", "40, 8, 8, 4"})
    void givesTheSameBitsWithAnyNumberOfThreads(int batch, int height, int width, int threads) {
        Conv2dShape shape = new Conv2dShape(batch, height, width, 20, 150, 3, 3, 1, 1, 1, 1);
        assertArrayEquals(run(shape, 1), run(shape, threads));
    }

    @Test
    void addsTheBiasToSumsOfZeros() {
        Conv2dShape shape = shape(4, 4, 8, 3, 1, 1, 1, 1);
        float[] bias = new float[shape.outChannels()];
        for (int n = 0; n < bias.length; n++) {
            bias[n] = n - 3.5f;
        }
        float[] y = new float[shape.outputSize()];
        try (Workers workers = new Workers(1)) {
            new WinogradConvolution(workers, new VectorWinogradLoops())
                    .run(
                            shape,
                            Correlation.forward(shape),
                            false,
                            new FloatSource(new float[shape.inputSize()], shape.inChannels()),
                            random(shape.weightSize(), new Random(5)),
                            bias,
                            y);
        }
        for (int i = 0; i < y.length; i++) {
            assertEquals(bias[i % bias.length], y[i]);
        }
    }

    private static float[] run(Conv2dShape shape, int threads) {
        Random random = new Random(5);
        float[] x = random(shape.inputSize(), random);
        float[] weight = random(shape.weightSize(), random);
        float[] y = new float[shape.outputSize()];
        try (Workers workers = new Workers(threads)) {
            WinogradConvolution winograd = new WinogradConvolution(workers, new VectorWinogradLoops());
            Source source = new FloatSource(x, shape.inChannels());
            winograd.run(shape, Correlation.forward(shape), false, source, weight, null, y);
        }
        return y;
    }

    private static Correlation forward(
            int height, int width, int channels, int kernel, int stride, int padding, int dilation, int groups) {
        return Correlation.forward(shape(height, width, channels, kernel, stride, padding, dilation, groups));
    }

    private static Conv2dShape shape(
            int height, int width, int channels, int kernel, int stride, int padding, int dilation, int groups) {
        return new Conv2dShape(2, height, width, channels, channels, kernel, kernel, stride, padding, dilation, groups);
    }

    private static float[] random(int size, Random random) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
