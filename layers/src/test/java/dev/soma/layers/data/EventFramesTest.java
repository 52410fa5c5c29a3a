package dev.soma.layers.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventFramesTest {
    /** Events at one pixel; their frames show how they are divided. */
    private static float[] counts(EventSplit split, int steps, long... time) {
        int[] zeros = new int[time.length];
        Events events = new Events(zeros, zeros, zeros, time);
        float[] frames = new float[2 * steps];
        new EventFrames(steps, split, 1, 1).fill(events, 1, 1, frames, 0);
        float[] counts = new float[steps];
        for (int t = 0; t < steps; t++) {
            counts[t] = frames[2 * t];
        }
        return counts;
    }

    @Test
    void dividesByTime() {
        // (100 - 10) / 3 = 30: 10 to 39, 40 to 69, 70 on
        assertArrayEquals(new float[] {2, 1, 3}, counts(EventSplit.TIME, 3, 10, 39, 40, 70, 99, 100));
        // (20 - 0) / 3 = 6: the last frame takes what is left
        assertArrayEquals(new float[] {1, 0, 2}, counts(EventSplit.TIME, 3, 5, 22, 25));
        assertArrayEquals(new float[] {4, 0, 0}, counts(EventSplit.TIME, 3, 7, 7, 7, 7));
        assertArrayEquals(new float[] {1, 1}, counts(EventSplit.TIME, 2, 0, 1));
    }

    @Test
    void dividesByTimeWhatIsNotInOrder() {
        assertArrayEquals(new float[] {2, 1, 3}, counts(EventSplit.TIME, 3, 40, 10, 100, 39, 99, 70));
    }

    @Test
    void dividesByNumber() {
        // 8 / 3 = 2: 2, 2 and the rest
        assertArrayEquals(new float[] {2, 2, 4}, counts(EventSplit.NUMBER, 3, 0, 1, 2, 3, 4, 5, 6, 7));
        assertArrayEquals(new float[] {2, 2}, counts(EventSplit.NUMBER, 2, 0, 1, 2, 3));
        assertArrayEquals(new float[] {0, 0, 2}, counts(EventSplit.NUMBER, 3, 0, 1));
    }

    @Test
    void placesEventsChannelsLast() {
        Events events = new Events(
                new int[] {2, 2, 0, 2}, new int[] {1, 1, 0, 1}, new int[] {1, 1, 0, 0}, new long[] {0, 1, 2, 3});
        float[] frames = new float[3 + 2 * 2 * 3 * 2];
        Arrays.fill(frames, 9f);
        new EventFrames(2, EventSplit.NUMBER, 2, 3).fill(events, 2, 3, frames, 3);
        float[] expected = new float[frames.length];
        Arrays.fill(expected, 0, 3, 9f);
        expected[3 + ((0 * 2 + 1) * 3 + 2) * 2 + 1] = 2;
        expected[3 + ((1 * 2 + 0) * 3 + 0) * 2 + 0] = 1;
        expected[3 + ((1 * 2 + 1) * 3 + 2) * 2 + 0] = 1;
        assertArrayEquals(expected, frames);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void sumsBlocksWhereTheSizeDividesTheSensors(long seed) {
        Events events = random(seed, 12, 8, 500);
        float[] whole = new float[2 * 12 * 8 * 2];
        new EventFrames(2, EventSplit.NUMBER, 12, 8).fill(events, 12, 8, whole, 0);
        float[] reduced = new float[2 * 4 * 4 * 2];
        new EventFrames(2, EventSplit.NUMBER, 4, 4).fill(events, 12, 8, reduced, 0);
        float[] expected = new float[reduced.length];
        for (int i = 0; i < whole.length; i++) {
            int p = i % 2;
            int x = i / 2 % 8;
            int y = i / 16 % 12;
            int t = i / 192;
            expected[((t * 4 + y / 3) * 4 + x / 2) * 2 + p] += whole[i];
        }
        assertArrayEquals(expected, reduced);
    }

    @ParameterizedTest(name = "seed {0}, {1} to {2}")
    @CsvSource({"1, 128, 48", "2, 34, 33", "3, 7, 5", "4, 5, 1", "5, 6, 4"})
    void dividesEventsByAreaWhereItDoesNot(long seed, int sensor, int size) {
        Events events = random(seed, sensor, sensor, 300);
        float[] frames = new float[size * size * 2];
        new EventFrames(1, EventSplit.TIME, size, size).fill(events, sensor, sensor, frames, 0);
        double[] expected = new double[frames.length];
        double total = 0;
        for (int i = 0; i < events.count(); i++) {
            for (int row = 0; row < size; row++) {
                for (int column = 0; column < size; column++) {
                    expected[(row * size + column) * 2 + events.polarity()[i]] +=
                            overlap(events.y()[i], row, sensor, size) * overlap(events.x()[i], column, sensor, size);
                }
            }
        }
        for (int i = 0; i < frames.length; i++) {
            assertEquals(expected[i], frames[i], 1e-5 * Math.max(1, expected[i]));
            total += frames[i];
        }
        assertEquals(300, total, 1e-3);
    }

    /** The share of a pixel that a value covers, in one direction: both are intervals of the sensor. */
    private static double overlap(int pixel, int value, int sensor, int size) {
        double from = Math.max(pixel, (double) value * sensor / size);
        double to = Math.min(pixel + 1, (value + 1.0) * sensor / size);
        return Math.max(0, to - from);
    }

    @Test
    void refusesSizesThatAreNone() {
        assertThrows(IllegalArgumentException.class, () -> new EventFrames(0, EventSplit.TIME, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new EventFrames(1, EventSplit.TIME, 0, 1));
    }

    private static Events random(long seed, int height, int width, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        return new Events(
                random.ints(count, 0, width).toArray(),
                random.ints(count, 0, height).toArray(),
                random.ints(count, 0, 2).toArray(),
                random.longs(count, 0, 1000).sorted().toArray());
    }
}
