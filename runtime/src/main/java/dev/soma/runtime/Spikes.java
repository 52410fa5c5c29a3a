package dev.soma.runtime;

/** The layout of packed spikes: 32 channels in an {@code int}, bit {@code c % 32} of word {@code c / 32}, unused bits 0. */
public final class Spikes {
    private Spikes() {}

    /** Words that hold the spikes of {@code channels} channels: {@code ceil(channels / 32)}. */
    public static int words(int channels) {
        return Math.ceilDiv(channels, Integer.SIZE);
    }

    /** Packs {@code values [rows, channels]} on the host: a spike where the value is not 0. */
    public static int[] pack(int[] values, int rows, int channels) {
        int words = words(channels);
        int[] packed = new int[rows * words];
        for (int row = 0; row < rows; row++) {
            for (int c = 0; c < channels; c++) {
                if (values[row * channels + c] != 0) {
                    packed[row * words + c / Integer.SIZE] |= 1 << (c % Integer.SIZE);
                }
            }
        }
        return packed;
    }

    /** Unpacks {@code packed [rows, ceil(channels / 32)]} on the host to 0 and 1, {@code [rows, channels]}. */
    public static int[] unpack(int[] packed, int rows, int channels) {
        int words = words(channels);
        int[] values = new int[rows * channels];
        for (int row = 0; row < rows; row++) {
            for (int c = 0; c < channels; c++) {
                values[row * channels + c] = packed[row * words + c / Integer.SIZE] >>> (c % Integer.SIZE) & 1;
            }
        }
        return values;
    }
}
