package dev.soma.runtime.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.Spikes;
import dev.soma.runtime.host.Workers;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The addition of spikes one by one against plain sums. All values are small integers: every sum is exact. */
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
        float[] weight = integers(shape.weightSize(), random);
        float[] bias = integers(out, random);
        for (Form form : Form.values()) {
            for (int threads = 1; threads <= 3; threads++) {
                try (Workers workers = new Workers(threads)) {
                    SpikeForward forward = new SpikeForward(workers, form);
                    for (int percent : new int[] {0, 20, 100}) {
                        int[] spikes = spikes(shape, percent, random);
                        float[] b = percent == 20 ? bias : null;
                        float[] y = new float[shape.outputSize()];
                        Arrays.fill(y, Float.NaN);
                        forward.run(shape, spikes, weight, b, y);
                        assertArrayEquals(
                                plain(shape, spikes, weight, b),
                                y,
                                () -> form + ", " + workers.threads() + " threads, " + percent + " % spikes");
                    }
                }
            }
        }
    }

    private static float[] plain(Conv2dShape shape, int[] spikes, float[] weight, float @Nullable [] bias) {
        int words = Spikes.words(shape.inChannels());
        float[] y = new float[shape.outputSize()];
        for (int i = 0; i < y.length; i++) {
            int n = i % shape.outChannels();
            int pixel = i / shape.outChannels();
            int q = pixel % shape.outWidth();
            int p = pixel / shape.outWidth() % shape.outHeight();
            int image = pixel / shape.outWidth() / shape.outHeight();
            float sum = bias == null ? 0 : bias[n];
            for (int tap = 0; tap < shape.kernelHeight() * shape.kernelWidth(); tap++) {
                int row = p * shape.stride() - shape.padding() + tap / shape.kernelWidth() * shape.dilation();
                int column = q * shape.stride() - shape.padding() + tap % shape.kernelWidth() * shape.dilation();
                if (row < 0 || row >= shape.height() || column < 0 || column >= shape.width()) {
                    continue;
                }
                int word = ((image * shape.height() + row) * shape.width() + column) * words;
                for (int c = 0; c < shape.inChannels(); c++) {
                    if ((spikes[word + c / Integer.SIZE] >>> c & 1) == 1) {
                        sum += weight[(tap * shape.inChannels() + c) * shape.outChannels() + n];
                    }
                }
            }
            y[i] = sum;
        }
        return y;
    }

    /** Spikes of that share, at random. */
    static int[] spikes(Conv2dShape shape, int percent, Random random) {
        int words = Spikes.words(shape.inChannels());
        int[] spikes = new int[shape.inputWords()];
        for (int i = 0; i < spikes.length * Integer.SIZE; i++) {
            int channel = i % (words * Integer.SIZE);
            if (channel < shape.inChannels() && random.nextInt(100) < percent) {
                spikes[i / Integer.SIZE] |= 1 << i;
            }
        }
        return spikes;
    }

    private static float[] integers(int size, Random random) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = random.nextInt(-4, 5);
        }
        return values;
    }
}
