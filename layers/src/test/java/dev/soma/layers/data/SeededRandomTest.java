package dev.soma.layers.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeededRandomTest {
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {0, 1, -1, 42})
    void isSplitMix64(long seed) {
        SplittableRandom expected = new SplittableRandom(new SplittableRandom(seed).nextLong());
        SeededRandom random = new SeededRandom(seed);
        for (int i = 0; i < 100; i++) {
            assertEquals(expected.nextLong(), random.nextLong());
        }
    }

    /** These numbers must never change: runs that are resumed depend on them. */
    @Test
    void staysTheSame() {
        int[] values = IntStream.range(0, 10).toArray();
        new SeededRandom(1, 2, 3).shuffle(values);
        assertArrayEquals(new int[] {1, 8, 9, 5, 4, 6, 3, 2, 7, 0}, values);
    }

    @Test
    void differsForEveryPath() {
        Set<Long> firsts = new HashSet<>();
        for (long seed = 0; seed < 10; seed++) {
            for (long epoch = 0; epoch < 10; epoch++) {
                for (long index = 0; index < 10; index++) {
                    firsts.add(new SeededRandom(seed, epoch, index).nextLong());
                }
            }
        }
        assertEquals(1000, firsts.size());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void drawsEvenly(long seed) {
        SeededRandom random = new SeededRandom(seed);
        int[] counts = new int[7];
        int heads = 0;
        double sum = 0;
        for (int i = 0; i < 70_000; i++) {
            counts[random.nextInt(7)]++;
            heads += random.nextBoolean() ? 1 : 0;
            float value = random.nextFloat();
            assertTrue(value >= 0 && value < 1);
            sum += value;
        }
        // five standard deviations
        for (int count : counts) {
            assertEquals(10_000, count, 5 * Math.sqrt(70_000 / 7.0 * 6 / 7));
        }
        assertEquals(35_000, heads, 5 * Math.sqrt(70_000 / 4.0));
        assertEquals(35_000, sum, 5 * Math.sqrt(70_000 / 12.0));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void staysWithinLargeBounds(long seed) {
        SeededRandom random = new SeededRandom(seed);
        for (int bound : new int[] {1, 2, (1 << 30) + 1, Integer.MAX_VALUE}) {
            int largest = 0;
            for (int i = 0; i < 1000; i++) {
                int value = random.nextInt(bound);
                assertTrue(value >= 0 && value < bound);
                largest = Math.max(largest, value);
            }
            assertTrue(largest >= (bound - 1) * 0.9);
        }
        assertThrows(IllegalArgumentException.class, () -> random.nextInt(0));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void shufflesToAnyOrder(long seed) {
        SeededRandom random = new SeededRandom(seed);
        int[] counts = new int[27];
        for (int i = 0; i < 6000; i++) {
            int[] values = {0, 1, 2};
            random.shuffle(values);
            counts[values[0] * 9 + values[1] * 3 + values[2]]++;
        }
        assertEquals(6, Arrays.stream(counts).filter(count -> count > 0).count());
        assertTrue(Arrays.stream(counts).allMatch(count -> count == 0 || Math.abs(count - 1000) < 150));
    }
}
