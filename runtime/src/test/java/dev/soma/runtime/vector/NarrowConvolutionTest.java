package dev.soma.runtime.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.ConvolutionOps;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import dev.soma.runtime.Devices;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images so narrow that a convolution is computed in parts. All values are small integers: every sum is exact. */
class NarrowConvolutionTest {

    @Test
    void hasAPartForEachSetOfTaps() {
        List<Correlation> parts =
                Correlation.forward(shape(4, 4, 3, 1, 1, 1, 1)).columnParts();
        assertEquals(3, parts.size());
        assertColumns(parts.get(0), 0, 1, new int[] {1, 2}, new int[] {0, 1});
        assertColumns(parts.get(1), 1, 2, new int[] {0, 1, 2}, new int[] {0, 1, 2});
        assertColumns(parts.get(2), 3, 1, new int[] {0, 1}, new int[] {2, 3});
    }

    @Test
    void keepsATapWhereNoneMeetsTheSource() {
        List<Correlation> parts =
                Correlation.forward(shape(1, 1, 2, 1, 2, 1, 1)).columnParts();
        assertEquals(2, parts.size());
        assertColumns(parts.get(0), 0, 2, new int[] {1}, new int[] {-1});
        assertColumns(parts.get(1), 2, 2, new int[] {0}, new int[] {0});
    }

    @Test
    void leavesWideImagesAsTheyAre() {
        Correlation wide = Correlation.forward(shape(8, 8, 3, 1, 1, 1, 1));
        assertEquals(List.of(wide), wide.columnParts());
    }

    @ParameterizedTest(name = "{0} x {1}, kernel {2}, stride {3}, padding {4}, dilation {5}, groups {6}, seed 5")
    @CsvSource({
        "2, 2, 3, 1, 1, 1, 1",
        "4, 4, 3, 2, 1, 1, 1",
        "3, 1, 3, 1, 1, 1, 1",
        "2, 3, 3, 1, 1, 1, 2",
        "5, 5, 3, 1, 2, 2, 1",
        "5, 2, 2, 3, 1, 1, 1",
        "1, 2, 5, 1, 4, 1, 1",
        "2, 2, 1, 2, 1, 1, 1",
        "1, 1, 2, 1, 2, 1, 1"
    })
    void givesTheBitsOfTheKernels(
            int height, int width, int kernel, int stride, int padding, int dilation, int groups) {
        Conv2dShape shape = shape(height, width, kernel, stride, padding, dilation, groups);
        try (Device vector = Devices.open("vector");
                Device kernels = Devices.open("jvm")) {
            float[][] expected = run(kernels, shape);
            float[][] found = run(vector, shape);
            assertArrayEquals(expected[0], found[0], "y");
            assertArrayEquals(expected[1], found[1], "gradX");
            assertArrayEquals(expected[2], found[2], "gradWeight");
        }
    }

    private static float[][] run(Device device, Conv2dShape shape) {
        ConvolutionOps ops = device.ops().convolution();
        Random random = new Random(5);
        int[] bits = random.ints(shape.inputWords())
                .map(word -> word & random.nextInt() & random.nextInt())
                .toArray();
        try (Buffer x = floats(device, shape.inputSize(), random);
                Buffer weight = floats(device, shape.weightSize(), random);
                Buffer bias = floats(device, shape.outChannels(), random);
                Buffer gradY = floats(device, shape.outputSize(), random);
                Buffer spikes = device.allocate(DataType.INT, bits.length);
                Buffer y = floats(device, shape.outputSize(), random);
                Buffer gradX = floats(device, shape.inputSize(), random);
                Buffer gradWeight = floats(device, shape.weightSize(), random)) {
            spikes.copyFrom(bits);
            ops.forward(shape, x, weight, bias, y);
            ops.gradInput(shape, gradY, weight, gradX);
            ops.gradWeightSpikes(shape, spikes, gradY, gradWeight, null);
            return new float[][] {y.toFloats(), gradX.toFloats(), gradWeight.toFloats()};
        }
    }

    private static Buffer floats(Device device, int size, Random random) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = random.nextInt(-4, 5);
        }
        Buffer buffer = device.allocate(DataType.FLOAT, size);
        buffer.copyFrom(values);
        return buffer;
    }

    private static void assertColumns(Correlation part, int start, int count, int[] taps, int[] offsets) {
        assertEquals(start, part.columns().start);
        assertEquals(count, part.columns().count);
        assertArrayEquals(taps, part.columns().taps);
        assertArrayEquals(offsets, part.columns().offsets);
    }

    /** Ten images of 64 channels to 96. */
    private static Conv2dShape shape(
            int height, int width, int kernel, int stride, int padding, int dilation, int groups) {
        return new Conv2dShape(10, height, width, 64, 96, kernel, kernel, stride, padding, dilation, groups);
    }
}
