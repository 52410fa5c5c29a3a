package dev.soma.layers.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchesTest {
    private static int[] join(List<int[]> batches) {
        return batches.stream().flatMapToInt(Arrays::stream).toArray();
    }

    @ParameterizedTest(name = "seed {0}: {1} samples, {2} a batch")
    @CsvSource({"1, 10, 3", "2, 9, 3", "3, 1, 1", "4, 2, 5", "5, 1000, 64"})
    void seesEverySampleOnce(long seed, int size, int batchSize) {
        Batches batches = new Batches(size, batchSize, seed, false);
        for (int epoch = 0; epoch < 3; epoch++) {
            List<int[]> order = batches.epoch(epoch);
            assertEquals(batches.count(), order.size());
            assertArrayEquals(
                    IntStream.range(0, size).toArray(),
                    Arrays.stream(join(order)).sorted().toArray());
            for (int[] batch : order.subList(0, order.size() - 1)) {
                assertEquals(batchSize, batch.length);
            }
        }
    }

    @Test
    void dropsTheLastBatchOnlyIfItIsSmaller() {
        assertEquals(3, new Batches(10, 3, 1, true).epoch(0).size());
        assertEquals(3, new Batches(10, 3, 1, true).count());
        assertEquals(3, new Batches(9, 3, 1, true).epoch(0).size());
        assertEquals(4, new Batches(10, 3, 1, false).count());
    }

    @Test
    void dependsOnSeedAndEpochAlone() {
        Batches batches = new Batches(100, 10, 7, false);
        int[] third = join(batches.epoch(3));
        batches.epoch(9);
        assertArrayEquals(third, join(new Batches(100, 10, 7, false).epoch(3)));
        assertArrayEquals(third, join(new Batches(100, 25, 7, false).epoch(3)));
        assertFalse(Arrays.equals(third, join(batches.epoch(4))));
        assertFalse(Arrays.equals(third, join(new Batches(100, 10, 8, false).epoch(3))));
    }

    @Test
    void goesInOrder() {
        List<int[]> batches = Batches.inOrder(5, 2);
        assertEquals(3, batches.size());
        assertArrayEquals(new int[] {2, 3}, batches.get(1));
        assertArrayEquals(new int[] {4}, batches.get(2));
    }

    @Test
    void refusesSizesThatAreNone() {
        assertThrows(IllegalArgumentException.class, () -> new Batches(0, 1, 1, false));
        assertThrows(IllegalArgumentException.class, () -> new Batches(1, 0, 1, false));
        assertThrows(IllegalArgumentException.class, () -> new Batches(3, 4, 1, true));
        assertThrows(IllegalArgumentException.class, () -> Batches.inOrder(0, 4));
    }
}
