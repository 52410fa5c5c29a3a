package dev.soma.layers.data;

import dev.soma.layers.io.FormatException;
import java.nio.file.Path;
import java.util.Arrays;

/** Gathers events while a file is read. */
final class EventList {
    private final int[] x;
    private final int[] y;
    private final int[] polarity;
    private final long[] time;
    private int count;

    /** A list for at most {@code capacity} events. */
    EventList(int capacity) {
        x = new int[capacity];
        y = new int[capacity];
        polarity = new int[capacity];
        time = new long[capacity];
    }

    void add(int eventX, int eventY, int eventPolarity, long eventTime) {
        x[count] = eventX;
        y[count] = eventY;
        polarity[count] = eventPolarity;
        time[count] = eventTime;
        count++;
    }

    /** The events; a file without any is an error. */
    Events toEvents(Path file) throws FormatException {
        if (count == 0) {
            throw new FormatException(file, "it holds no events", "fetch it again, or remove it");
        }
        return new Events(
                Arrays.copyOf(x, count),
                Arrays.copyOf(y, count),
                Arrays.copyOf(polarity, count),
                Arrays.copyOf(time, count));
    }
}
