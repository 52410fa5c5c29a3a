package dev.soma.runtime.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import dev.soma.runtime.DeviceSettings;
import dev.soma.runtime.Devices;
import dev.soma.runtime.FiringRule;
import dev.soma.runtime.FoldedThreshold;
import dev.soma.runtime.LifSettings;
import dev.soma.runtime.NeuronShape;
import dev.soma.runtime.NormAxis;
import dev.soma.runtime.Reset;
import dev.soma.runtime.Spikes;
import dev.soma.runtime.Surrogate;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Neurons that fire band by band against those that fire when the whole convolution is done. */
class BandNeuronsTest {
    private static final LifSettings SETTINGS = new LifSettings(0.5f, Reset.SOFT, false, Surrogate.DEFAULT);

    @ParameterizedTest(name = "{0} steps, {1} samples {2} x {3}, {4} to {5} channels, stride {6}, {7} % spikes, seed 3")
    @CsvSource({
        // bands of several samples, the last one with fewer
        "4, 7, 5, 6, 33, 40, 1, 20",
        "3, 50, 2, 2, 70, 130, 1, 20",
        "2, 37, 1, 1, 64, 65, 1, 20",
        // bands of some rows of a sample, the last one with fewer
        "4, 2, 33, 17, 20, 64, 1, 20",
        "1, 3, 37, 31, 8, 35, 1, 20",
        "5, 1, 23, 40, 31, 32, 2, 20",
        "40, 2, 6, 7, 10, 33, 1, 20",
        // more steps than a band is meant to have pixels
        "600, 1, 3, 2, 5, 7, 1, 20",
        // fewer bands than threads
        "4, 1, 1, 1, 100, 70, 1, 20",
        // from floats
        "4, 3, 9, 8, 16, 33, 1, 90"
    })
    void fireTheSame(int steps, int samples, int height, int width, int in, int out, int stride, int percent) {
        Conv2dShape shape = Conv2dShape.of(steps * samples, height, width, in, out, 3, stride, 1);
        NeuronShape neurons = shape.neurons(steps);
        Random random = new Random(3);
        int[] fired = random.ints(shape.inputSize(), 0, 100)
                .map(number -> number < percent ? 1 : 0)
                .toArray();
        int[] packed = Spikes.pack(fired, shape.inputSize() / in, in);
        for (String name : List.of("vector", "vector:scalar")) {
            for (int threads = 1; threads <= 3; threads++) {
                try (Device device = Devices.open(name, DeviceSettings.DEFAULT.withThreads(threads));
                        Buffer spikes = device.allocate(packed);
                        Buffer weight = device.allocate(normal(shape.weightSize(), random));
                        Buffer bias = device.allocate(normal(out, random));
                        Buffer decay = device.allocate(0.7f);
                        Buffer y = device.allocate(DataType.FLOAT, shape.outputSize());
                        Buffer expected = device.allocate(DataType.INT, neurons.words());
                        Buffer actual = device.allocate(DataType.INT, neurons.words())) {
                    for (FiringRule rule : rules(device, neurons, decay, random)) {
                        device.ops().convolution().forwardSpikes(shape, spikes, weight, bias, y);
                        rule.fire(device.ops().neuron(), neurons, y, expected);
                        device.ops().convolution().fireSpikes(shape, steps, spikes, weight, bias, rule, actual);
                        String where = name + ", " + threads + " threads, " + rule.axis();
                        assertArrayEquals(expected.toInts(), actual.toInts(), where);
                        assertFalse(IntStream.of(actual.toInts()).allMatch(word -> word == 0), "some fire");
                    }
                }
            }
        }
    }

    /** Plain, and folded along both axes. */
    private static List<FiringRule> rules(Device device, NeuronShape neurons, Buffer decay, Random random) {
        return List.of(
                FiringRule.plain(SETTINGS, decay),
                folded(device, neurons, decay, NormAxis.CHANNEL, random),
                folded(device, neurons, decay, NormAxis.ELEMENT, random));
    }

    private static FiringRule folded(Device device, NeuronShape neurons, Buffer decay, NormAxis axis, Random random) {
        int features = neurons.norm(axis).features();
        float[] sign = new float[features];
        for (int feature = 0; feature < features; feature++) {
            sign[feature] = random.nextBoolean() ? 1 : -1;
        }
        FoldedThreshold folded = new FoldedThreshold(device.allocate(normal(features, random)), device.allocate(sign));
        return new FiringRule(SETTINGS, decay, axis, folded);
    }

    @Test
    void bandsHaveAllSteps() {
        Correlation correlation = Correlation.forward(Conv2dShape.of(3 * 5, 4, 4, 1, 1, 3, 1, 1));
        Bands cut = Bands.of(correlation, 3, 100, 1);
        assertEquals(3, cut.count());
        assertEquals(6, cut.imagesOf(1));
        assertArrayEquals(new int[] {2, 3, 7, 8, 12, 13}, images(cut, 1));
        assertArrayEquals(new int[] {4, 9, 14}, images(cut, 2));
    }

    private static int[] images(Bands cut, int band) {
        return IntStream.range(0, cut.imagesOf(band))
                .map(index -> cut.image(band, index))
                .toArray();
    }

    private static float[] normal(int size, Random random) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
