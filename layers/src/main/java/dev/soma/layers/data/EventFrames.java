package dev.soma.layers.data;

import java.util.Arrays;

/**
 * Adds events up to frames {@code [steps, height, width, 2]}: channel 0 counts the events that are darker (OFF), channel 1 those that
 * are brighter (ON).
 *
 * <p>Frames may be smaller than the sensor. Where the size divides the sensor's (128 to 64, 32, 16...; 34 to 17), a value is the
 * number of events in its block of pixels. Any other size (128 to 48) is resampled by area: an event is divided among the at most
 * 2 x 2 values that its pixel overlaps, by their shares of the pixel. Either way the values add up to the number of events.
 *
 * @param steps frames of a sample
 * @param split how events are divided into frames
 * @param height rows of a frame, at most the sensor's
 * @param width columns of a frame, at most the sensor's
 */
public record EventFrames(int steps, EventSplit split, int height, int width) {
    /** Polarities. */
    static final int CHANNELS = 2;

    /** Checks the sizes. */
    public EventFrames {
        if (steps < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "the frames are " + steps + " x " + height + " x " + width + ", expected positive sizes");
        }
    }

    /** The number of values of all frames. */
    int length() {
        return Math.multiplyExact(Math.multiplyExact(steps, height), Math.multiplyExact(width, CHANNELS));
    }

    /**
     * Adds events up.
     *
     * @param events at least one, all within the sensor
     * @param sensorHeight rows of the sensor
     * @param sensorWidth columns of the sensor
     * @param target gets the frames, from {@code offset} on
     */
    public void fill(Events events, int sensorHeight, int sensorWidth, float[] target, int offset) {
        Axis rows = Axis.of(sensorHeight, height);
        Axis columns = Axis.of(sensorWidth, width);
        Arrays.fill(target, offset, offset + length(), 0f);
        FrameOfEvent frames = frames(events);
        for (int i = 0; i < events.count(); i++) {
            int frame = offset + frames.frame(i) * height * width * CHANNELS + events.polarity()[i];
            int x = events.x()[i];
            int y = events.y()[i];
            float top = rows.share[y];
            float left = columns.share[x];
            add(target, frame, rows.first[y], columns.first[x], top * left);
            if (left < 1) {
                add(target, frame, rows.first[y], columns.first[x] + 1, top * (1 - left));
            }
            if (top < 1) {
                add(target, frame, rows.first[y] + 1, columns.first[x], (1 - top) * left);
            }
            if (top < 1 && left < 1) {
                add(target, frame, rows.first[y] + 1, columns.first[x] + 1, (1 - top) * (1 - left));
            }
        }
    }

    private void add(float[] target, int frame, int row, int column, float share) {
        target[frame + (row * width + column) * CHANNELS] += share;
    }

    /** The frame that an event belongs to. */
    private interface FrameOfEvent {
        int frame(int index);
    }

    private FrameOfEvent frames(Events events) {
        int last = steps - 1;
        if (split == EventSplit.NUMBER) {
            int count = events.count() / steps;
            return count == 0 ? index -> last : index -> Math.min(last, index / count);
        }
        // not the first and last of the list: some recordings are not quite in order
        long[] time = events.time();
        long first = Arrays.stream(time).min().orElse(0);
        long duration = Math.max(1, (Arrays.stream(time).max().orElse(0) - first) / steps);
        return index -> (int) Math.min(last, (time[index] - first) / duration);
    }

    /**
     * Where the pixels of a sensor fall in a frame, in one direction: a pixel belongs to value {@code first} by {@code share} and
     * to the next one by the rest.
     */
    @SuppressWarnings("ArrayRecordComponent") // a table: never compared, never a key
    private record Axis(int[] first, float[] share) {
        static Axis of(int pixels, int values) {
            int[] first = new int[pixels];
            float[] share = new float[pixels];
            for (int i = 0; i < pixels; i++) {
                // in units of which a value has `pixels` and a pixel has `values`
                int start = i * values;
                first[i] = start / pixels;
                int boundary = (first[i] + 1) * pixels;
                share[i] = Math.min(boundary - start, values) / (float) values;
            }
            return new Axis(first, share);
        }
    }
}
