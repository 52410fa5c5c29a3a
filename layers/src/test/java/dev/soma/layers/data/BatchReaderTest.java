package dev.soma.layers.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchReaderTest {
    @Test
    void joinsImages() {
        float[] x = new float[9];
        int[] labels = new int[3];
        new BatchReader(new Numbered(10, 3, 2, 1, 2)).read(0, new int[] {4, 2}, x, labels);
        assertArrayEquals(new float[] {4000, 4001, 4002, 4003, 2000, 2001, 2002, 2003, 0}, x);
        assertArrayEquals(new int[] {1, 2, 0}, labels);
    }

    @Test
    void putsTheStepsOfEventsFirst() {
        float[] x = new float[12];
        int[] labels = new int[2];
        // T = 3, [H, W, C] = [1, 1, 2]
        new BatchReader(new Numbered(10, 3, 3, 1, 1, 2)).read(0, new int[] {4, 2}, x, labels);
        assertArrayEquals(new float[] {4000, 4001, 2000, 2001, 4002, 4003, 2002, 2003, 4004, 4005, 2004, 2005}, x);
        assertArrayEquals(new int[] {1, 2}, labels);
    }

    @Test
    void readsASingleStepOfEvents() {
        float[] x = new float[4];
        new BatchReader(new Numbered(10, 3, 1, 1, 1, 2)).read(0, new int[] {4, 2}, x, new int[2]);
        assertArrayEquals(new float[] {4000, 4001, 2000, 2001}, x);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void augmentsAlikeInAnyOrder(long seed) {
        for (int[] shape : new int[][] {{8, 8, 3}, {2, 8, 8, 3}}) {
            Dataset dataset = new Numbered(10, 3, shape);
            Augmentation augmentation = Augmentation.of(new RandomCrop(4), new HorizontalFlip(), new Cutout(3));
            BatchReader reader = new BatchReader(dataset, augmentation, seed);
            int length = dataset.sampleLength();
            float[] alone = new float[length];
            reader.read(5, new int[] {7}, alone, new int[1]);
            float[] batch = new float[3 * length];
            reader.read(5, new int[] {1, 7, 3}, batch, new int[3]);
            int frames = shape.length == 4 ? 2 : 1;
            int frame = length / frames;
            for (int t = 0; t < frames; t++) {
                assertArrayEquals(
                        Arrays.copyOfRange(alone, t * frame, (t + 1) * frame),
                        Arrays.copyOfRange(batch, (t * 3 + 1) * frame, (t * 3 + 2) * frame));
            }
            float[] later = new float[length];
            reader.read(6, new int[] {7}, later, new int[1]);
            assertFalse(Arrays.equals(alone, later));
        }
    }

    @Test
    void refusesArraysThatAreTooShort() {
        BatchReader reader = new BatchReader(new Numbered(10, 3, 2, 1, 2));
        assertEquals(
                "x has 7 elements, expected at least 8",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> reader.read(0, new int[] {0, 1}, new float[7], new int[2]))
                        .getMessage());
        assertEquals(
                "labels has 1 elements, expected at least 2",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> reader.read(0, new int[] {0, 1}, new float[8], new int[1]))
                        .getMessage());
    }
}
