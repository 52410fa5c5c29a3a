package dev.soma.runtime;

/** The layout of packed spikes: 32 channels in an {@code int}, bit {@code c % 32} of word {@code c / 32}, unused bits 0. */
public final class Spikes {
    private Spikes() {}

    /** Words that hold the spikes of {@code channels} channels: {@code ceil(channels / 32)}. */
    public static int words(int channels) {
        return Math.ceilDiv(channels, Integer.SIZE);
    }
}
