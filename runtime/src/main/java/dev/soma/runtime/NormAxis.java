package dev.soma.runtime;

/** What shares a statistic, a gamma and a beta. */
public enum NormAxis {
    /** All pixels of a channel: statistics over (N, H, W). */
    CHANNEL,
    /** One place (h, w, c): statistics over N. */
    ELEMENT
}
