package dev.soma.runtime;

/** What a spike does to the membrane potential. */
public enum Reset {
    /** {@code v = h * (1 - s)}. */
    HARD,
    /** {@code v = h - vTh * s}. */
    SOFT
}
