package dev.soma.runtime.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.host.Workers;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The addition of spikes one by one against plain sums. */
class SpikeForwardTest {

    @ParameterizedTest(
            name =
                    "{0} images {1} x {2}, {3} to {4} channels, kernel {5} x {6}, stride {7}, padding {8}, dilation {9}, seed 7")
    @CsvSource({
        // rows of three taps
        "3, 7, 9, 64, 64, 3, 3, 1, 1, 1",
        "2, 6, 6, 1, 1, 3, 3, 1, 1, 1",
        "2, 5, 7, 65, 33, 3, 3, 1, 0, 1",
        "2, 3, 8, 130, 17, 5, 3, 1, 2, 1",
        "5, 1, 6, 31, 8, 1, 3, 1, 2, 1",
        "1, 40, 40, 20, 48, 3, 3, 1, 1, 1",
        "3, 7, 9, 64, 80, 3, 3, 1, 1, 1",
        "1, 4, 17, 33, 140, 3, 3, 1, 1, 1",
        // single taps
        "3, 7, 9, 64, 140, 3, 3, 1, 1, 1",
        "2, 4, 4, 33, 300, 3, 3, 1, 1, 1",
        "4, 9, 7, 129, 130, 3, 3, 2, 1, 1",
        "9, 17, 17, 65, 140, 3, 3, 2, 1, 1",
        "2, 5, 5, 40, 5, 3, 3, 1, 2, 2",
        "2, 2, 3, 7, 65, 2, 3, 3, 1, 1",
        "1, 1, 1, 200, 520, 1, 1, 1, 0, 1",
        "1, 1, 1, 5, 270, 3, 3, 1, 3, 2",
        "70, 3, 3, 64, 260, 1, 1, 1, 0, 1"
    })
    void addsWhatPlainSumsAdd(
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
        Random random = new Random(7);
        float[] weight = ExactConvolution.integers(shape.weightSize(), random);
        float[] bias = ExactConvolution.integers(out, random);
        int[] percents = {0, 20, 100};
        int[][] spikes = new int[percents.length][];
        float[][] expected = new float[percents.length][];
        for (int i = 0; i < percents.length; i++) {
            ExactConvolution exact = new ExactConvolution(shape, percents[i], random);
            spikes[i] = exact.spikes();
            expected[i] = exact.forward(weight, percents[i] == 20 ? bias : null);
        }
        for (Form form : Form.values()) {
            for (int threads = 1; threads <= 3; threads++) {
                try (Workers workers = new Workers(threads)) {
                    SpikeForward forward = new SpikeForward(workers, form);
                    for (int i = 0; i < percents.length; i++) {
                        float[] y = new float[shape.outputSize()];
                        Arrays.fill(y, Float.NaN);
                        forward.run(shape, spikes[i], weight, percents[i] == 20 ? bias : null, y);
                        String where = form + ", " + threads + " threads, " + percents[i] + " % spikes";
                        assertArrayEquals(expected[i], y, where);
                    }
                }
            }
        }
    }
}
