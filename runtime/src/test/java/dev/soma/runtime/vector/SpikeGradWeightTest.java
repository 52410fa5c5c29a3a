package dev.soma.runtime.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.Spikes;
import dev.soma.runtime.host.Workers;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The weight's gradient from spikes against plain sums. All values are small integers: every sum is exact. */
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
        float[] gradY = new float[shape.outputSize()];
        for (int i = 0; i < gradY.length; i++) {
            gradY[i] = random.nextInt(-4, 5);
        }
        for (int percent : new int[] {0, 20, 100}) {
            int[] spikes = SpikeForwardTest.spikes(shape, percent, random);
            float[] expected = plain(shape, spikes, gradY);
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

    private static float[] plain(Conv2dShape shape, int[] spikes, float[] gradY) {
        int words = Spikes.words(shape.inChannels());
        float[] gradient = new float[shape.weightSize()];
        for (int pixel = 0; pixel < shape.batch() * shape.outHeight() * shape.outWidth(); pixel++) {
            int q = pixel % shape.outWidth();
            int p = pixel / shape.outWidth() % shape.outHeight();
            int image = pixel / shape.outWidth() / shape.outHeight();
            for (int tap = 0; tap < shape.kernelHeight() * shape.kernelWidth(); tap++) {
                int row = p * shape.stride() - shape.padding() + tap / shape.kernelWidth() * shape.dilation();
                int column = q * shape.stride() - shape.padding() + tap % shape.kernelWidth() * shape.dilation();
                if (row < 0 || row >= shape.height() || column < 0 || column >= shape.width()) {
                    continue;
                }
                int word = ((image * shape.height() + row) * shape.width() + column) * words;
                for (int c = 0; c < shape.inChannels(); c++) {
                    if ((spikes[word + c / Integer.SIZE] >>> c & 1) == 1) {
                        int at = (tap * shape.inChannels() + c) * shape.outChannels();
                        for (int n = 0; n < shape.outChannels(); n++) {
                            gradient[at + n] += gradY[pixel * shape.outChannels() + n];
                        }
                    }
                }
            }
        }
        return gradient;
    }
}
