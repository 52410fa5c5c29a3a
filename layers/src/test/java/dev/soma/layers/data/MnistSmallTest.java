package dev.soma.layers.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MnistSmallTest {
    @Test
    void isMnist() {
        ImageDataset train = MnistSmall.load(Split.TRAIN);
        ImageDataset test = MnistSmall.load(Split.TEST);
        assertEquals(6000, train.size());
        assertEquals(1000, test.size());
        assertEquals(10, train.classes());
        assertArrayEquals(new int[] {28, 28, 1}, train.shape());
        assertArrayEquals(
                new int[] {5, 0, 4, 1, 9, 2, 1, 3, 1, 4},
                IntStream.range(0, 10).map(train::label).toArray());
        assertArrayEquals(
                new int[] {7, 2, 1, 0, 4, 1, 4, 9, 5, 9},
                IntStream.range(0, 10).map(test::label).toArray());
        float[] first = Bytes.read(train, 0);
        assertEquals(0f, first[0]);
        // the first pixels of the first digit that are not black
        assertArrayEquals(
                new float[] {3 / 255f, 18 / 255f, 18 / 255f, 18 / 255f},
                new float[] {first[5 * 28 + 12], first[5 * 28 + 13], first[5 * 28 + 14], first[5 * 28 + 15]});
    }
}
