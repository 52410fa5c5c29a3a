package dev.soma.runtime.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.soma.runtime.BatchStatistics;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Devices;
import dev.soma.runtime.KernelDevice;
import dev.soma.runtime.LifSettings;
import dev.soma.runtime.NeuronOps;
import dev.soma.runtime.NeuronShape;
import dev.soma.runtime.NormAxis;
import dev.soma.runtime.NormGradients;
import dev.soma.runtime.NormParameters;
import dev.soma.runtime.NormSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers too large for the catalogue's cases are split otherwise than small ones; here small ones are split like them. */
class KernelNeuronTest {
    /** Relative to the array's largest value; for sums, times the root of the number of their terms. */
    private static final double TOLERANCE = 1e-5;

    private KernelDevice device = open();

    private static KernelDevice open() {
        return (KernelDevice) Devices.open("jvm");
    }

    @BeforeEach
    void reopen() {
        device = open();
    }

    @AfterEach
    void close() {
        device.close();
    }

    @ParameterizedTest
    @CsvSource({
        "2, 1, 1024, 4, 1",
        "33, 1, 1024, 4, 2",
        "131072, 2, 1024, 32, 512",
        "32768, 4, 1024, 16, 256",
        "8192, 8, 1024, 8, 128",
        "300, 2, 1, 32, 2",
        "67108864, 32, 1024, 32, 262144",
    })
    void rowsAreSplitByTheShapeAlone(int rows, int columns, int groups, int rowsPerItem, int splits) {
        assertEquals(new RowTiling(rowsPerItem, splits), RowTiling.of(rows, columns, groups));
    }

    /** 255, 256 and 257 rows fill one group of 32 rows an item, less, just and more. */
    @ParameterizedTest
    @ValueSource(ints = {255, 256, 257, 150})
    void manyRowsForAnItemGiveWhatFewGive(int batch) {
        NeuronShape shape = new NeuronShape(3, batch, 1, 33);
        Layer few = new Layer(new KernelNeuron(device), shape);
        Layer many = new Layer(new KernelNeuron(device, 1), shape);
        few.run();
        many.run();
        assertArrayEquals(few.spikeSeq.toInts(), many.spikeSeq.toInts(), "spikes");
        for (int i = 0; i < few.results.size(); i++) {
            Result expected = few.results.get(i);
            assertArrayEquals(
                    expected.buffer().toFloats(),
                    many.results.get(i).buffer().toFloats(),
                    expected.tolerance(),
                    expected.name());
        }
    }

    @Test
    void scratchGrowsAndIsKept() {
        Scratch scratch = new Scratch(device);
        Buffer first = scratch.floats(10);
        assertEquals(first, scratch.floats(5));
        Buffer larger = scratch.floats(11);
        assertEquals(11, larger.length());
        assertTrue(first.isClosed());
        assertEquals(larger, scratch.floats(10));
    }

    private record Result(String name, Buffer buffer, int terms) {
        float tolerance() {
            double largest = 1;
            for (float value : buffer.toFloats()) {
                largest = Math.max(largest, Math.abs(value));
            }
            return (float) (TOLERANCE * Math.sqrt(terms) * largest);
        }
    }

    /** A layer with MPBN, forward and backward. */
    private final class Layer {
        private final NeuronOps ops;
        private final NeuronShape shape;
        private final SplittableRandom random = new SplittableRandom(5);
        private final List<Result> results = new ArrayList<>();
        private final Buffer spikeSeq;

        Layer(NeuronOps ops, NeuronShape shape) {
            this.ops = ops;
            this.shape = shape;
            this.spikeSeq = device.allocate(DataType.INT, shape.words());
        }

        void run() {
            int features = shape.norm(NormAxis.CHANNEL).features();
            int statistics = shape.steps() * features;
            Buffer decay = device.allocate(0.25f);
            NormParameters parameters = new NormParameters(
                    normal(1, features),
                    normal(0.3, features),
                    result("runningMean", features, 1),
                    result("runningVar", features, 1));
            BatchStatistics saved = new BatchStatistics(result("mean", statistics, 1), result("invStd", statistics, 1));
            Buffer hSeq = result("hSeq", shape.size(), 1);
            ops.lifMpbnForwardTraining(
                    shape,
                    NormAxis.CHANNEL,
                    LifSettings.DEFAULT,
                    NormSettings.DEFAULT,
                    decay,
                    normal(0.3, shape.size()),
                    parameters,
                    spikeSeq,
                    hSeq,
                    saved);
            ops.lifMpbnBackward(
                    shape,
                    NormAxis.CHANNEL,
                    LifSettings.DEFAULT,
                    decay,
                    normal(0, shape.size()),
                    hSeq,
                    parameters.gamma(),
                    parameters.beta(),
                    saved,
                    result("gradXSeq", shape.size(), 1),
                    new NormGradients(
                            result("gradGamma", features, shape.size() / features),
                            result("gradBeta", features, shape.size() / features)),
                    result("gradDecay", 1, shape.size()));
        }

        private Buffer normal(double mean, int length) {
            float[] values = new float[length];
            for (int i = 0; i < length; i++) {
                values[i] = (float) (mean + random.nextGaussian());
            }
            return device.allocate(values);
        }

        private Buffer result(String name, int length, int terms) {
            Buffer buffer = device.allocate(DataType.FLOAT, length);
            results.add(new Result(name, buffer, terms));
            return buffer;
        }
    }
}
