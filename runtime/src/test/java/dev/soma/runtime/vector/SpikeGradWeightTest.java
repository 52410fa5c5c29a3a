package dev.soma.runtime.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.host.Workers;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The weight's gradient from spikes against plain sums. */
class SpikeGradWeightTest {

    @ParameterizedTest(
            name =
                    "{0} images {1} x {2}, {3} to {4} channels, kernel {5} x {6}, stride {7}, padding {8}, dilation {9}, seed 3")
    @CsvSource({
        // bands of rows of one image
        "2, 20, 33, 64, 64, 3, 3, 1, 1, 1",
        "1, 40, 70, 33, 17, 3, 3, 1, 0, 1",
        "1, 30, 40, 1, 70, 5, 3, 1, 2, 1",
        "1, 9, 130, 40, 130, 1, 3, 1, 1, 1",
        "1, 1, 700, 5, 3, 3, 3, 1, 1, 1",
        // bands of some images
        "7, 6, 6, 65, 33, 3, 3, 1, 1, 1",
        // other taps
        "3, 17, 19, 40, 20, 3, 3, 2, 1, 1",
        "2, 12, 30, 31, 9, 3, 3, 1, 2, 2",
        "50, 1, 1, 70, 260, 1, 1, 1, 0, 1"
    })
    void isWhatPlainSumsAre(
            int images,
            int height,
            int width,
            int in,
            int out,
            int kernelHeight,
            int kernelWidth,
            int stride,
            int padding,
            int dilation) {
        Conv2dShape shape = new Conv2dShape(
                images, height, width, in, out, kernelHeight, kernelWidth, stride, padding, dilation, 1);
        Random random = new Random(3);
        float[] gradY = ExactConvolution.integers(shape.outputSize(), random);
        for (int percent : new int[] {0, 20, 100}) {
            ExactConvolution exact = new ExactConvolution(shape, percent, random);
            int[] spikes = exact.spikes();
            float[] expected = exact.gradWeight(gradY);
            for (Form form : Form.values()) {
                for (int threads = 1; threads <= 3; threads++) {
                    try (Workers workers = new Workers(threads)) {
                        Band[] bands = new Band[threads];
                        Arrays.setAll(bands, worker -> new Band());
                        SpikeGradWeight gradient = new SpikeGradWeight(workers, form, bands);
                        float[] found = new float[shape.weightSize()];
                        Arrays.fill(found, Float.NaN);
                        gradient.run(shape, spikes, gradY, found);
                        String where = form + ", " + threads + " threads, " + percent + " % spikes";
                        assertArrayEquals(expected, found, where);
                        gradient.run(shape, spikes, gradY, found);
                        assertArrayEquals(expected, found, where + ", again");
                    }
                }
            }
        }
    }
}
