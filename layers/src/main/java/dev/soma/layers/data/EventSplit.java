package dev.soma.layers.data;

/** How the events of a sample are divided into frames; the two ways of SpikingJelly. */
public enum EventSplit {
    /**
     * Frames of equal time, {@code floor((last - first) / steps)} microseconds and at least 1; the last frame takes what is left. A
     * frame may be empty.
     */
    TIME,
    /** Frames of equally many events, {@code floor(events / steps)}, in their order; the last frame takes what is left. */
    NUMBER
}
