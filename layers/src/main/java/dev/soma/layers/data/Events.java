package dev.soma.layers.data;

/**
 * Events of an event camera, in the order in which it saw them.
 *
 * @param x column of each, from the left
 * @param y row of each, from the top
 * @param polarity of each: 0 darker (OFF), 1 brighter (ON)
 * @param time of each in microseconds, from any start
 */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier: never compared, never a key
public record Events(int[] x, int[] y, int[] polarity, long[] time) {

    /** Checks that there is as many of each. */
    public Events {
        if (y.length != x.length || polarity.length != x.length || time.length != x.length) {
            throw new IllegalArgumentException("there are " + x.length + " x, " + y.length + " y, " + polarity.length
                    + " polarities and " + time.length + " times, expected as many of each");
        }
    }

    /** The number of events. */
    public int count() {
        return x.length;
    }
}
