package dev.soma.layers.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubsetTest {
    /** Thirteen samples in three classes: 5, 4 and 4 of them. */
    private static final Dataset DATASET = new Numbered(13, 3, 1, 1, 1);

    /** Which samples of {@link #DATASET} these are. */
    private static int[] samples(Dataset dataset) {
        return IntStream.range(0, dataset.size())
                .map(index -> (int) Bytes.read(dataset, index)[0] / 1000)
                .toArray();
    }

    @Test
    void showsWhatItWasAskedFor() {
        Dataset subset = new Subset(DATASET, 5, 0, 5);
        assertArrayEquals(new int[] {5, 0, 5}, samples(subset));
        assertEquals(2, subset.label(0));
        assertEquals(3, subset.classes());
        assertArrayEquals(new int[] {1, 1, 1}, subset.shape());
        assertArrayEquals(new int[] {0, 1}, samples(Subset.limit(DATASET, 2)));
        assertEquals(13, Subset.limit(DATASET, 99).size());
        assertArrayEquals(new int[] {3, 4}, samples(Subset.range(DATASET, 3, 5)));
    }

    @Test
    void splitsEachClassInOrder() {
        Subset.Parts parts = Subset.split(DATASET, 0.5);
        // round(2.5) of 0 3 6 9 12, 2 of 1 4 7 10, 2 of 2 5 8 11
        assertArrayEquals(new int[] {0, 1, 2, 3, 4, 5, 6}, samples(parts.first()));
        assertArrayEquals(new int[] {7, 8, 9, 10, 11, 12}, samples(parts.second()));
        assertEquals(0, Subset.split(DATASET, 0).first().size());
        assertEquals(0, Subset.split(DATASET, 1).second().size());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void splitsEachClassAtRandom(long seed) {
        Dataset dataset = new Numbered(300, 3, 1, 1, 1);
        Subset.Parts parts = Subset.split(dataset, 0.9, seed);
        int[] first = samples(parts.first());
        int[] second = samples(parts.second());
        for (int label = 0; label < 3; label++) {
            int wanted = label;
            assertEquals(
                    90,
                    Arrays.stream(first).filter(sample -> sample % 3 == wanted).count());
        }
        assertArrayEquals(
                IntStream.range(0, 300).toArray(),
                IntStream.concat(Arrays.stream(first), Arrays.stream(second))
                        .sorted()
                        .toArray());
        assertArrayEquals(first, samples(Subset.split(dataset, 0.9, seed).first()));
        assertFalse(Arrays.equals(
                first, samples(Subset.split(dataset, 0.9, seed + 1).first())));
        assertFalse(Arrays.equals(first, samples(Subset.split(dataset, 0.9).first())));
    }

    @Test
    void refusesWhatIsNotThere() {
        assertThrows(IndexOutOfBoundsException.class, () -> new Subset(DATASET, 13));
        assertThrows(IndexOutOfBoundsException.class, () -> Subset.range(DATASET, 5, 14));
        assertThrows(
                IndexOutOfBoundsException.class, () -> Subset.limit(DATASET, 2).label(2));
        assertThrows(IndexOutOfBoundsException.class, () -> Subset.limit(DATASET, -1));
        assertThrows(IllegalArgumentException.class, () -> Subset.split(DATASET, 1.1));
    }
}
