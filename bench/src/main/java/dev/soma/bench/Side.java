package dev.soma.bench;

import java.util.Map;

/** One of the two sides of a comparison: does a piece of work again and again. */
interface Side extends AutoCloseable {

    /** What must be done before each {@link #run} and is not timed. */
    default void prepare() {}

    /** Does the work once and waits until it is done. */
    void run();

    /** Does the work once and tells how long it took: on the host's clock, unless the side has a better one. */
    default long nanos() {
        long start = System.nanoTime();
        run();
        return System.nanoTime() - start;
    }

    /** The results of the last {@link #run} by name, in Soma's layout. */
    Map<String, float[]> results();

    /** Frees the side's memory. */
    @Override
    void close();
}
