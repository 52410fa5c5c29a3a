package dev.soma.runtime.catalog;

/** What the elements of an operation's array are. */
public enum ArrayKind {
    /** float32. */
    FLOATS,
    /** int32. */
    INTS,
    /**
     * Spikes: on the host an int32 0 or 1 for each channel, {@code [..., C]}; on the device packed as {@link
     * dev.soma.runtime.Spikes} says.
     */
    SPIKES
}
