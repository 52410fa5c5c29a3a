package dev.soma.runtime.vector;

import dev.soma.runtime.Spikes;

/** Makes the words of spikes from the bits of a row's vectors, whose boundaries are not those of the lines. */
final class SpikeMasks {
    private SpikeMasks() {}

    /**
     * Writes the words of some lines.
     *
     * @param masks {@code lanes} bits each, of vectors that cover the lines one after the other
     * @param word index of the first line's first word
     */
    static void pack(int[] masks, int lanes, int lines, int channels, int[] spikes, int word) {
        if (channels % Integer.SIZE == 0) {
            packWhole(masks, lanes, lines * (channels / Integer.SIZE), spikes, word);
        } else {
            packAny(masks, lanes, lines, channels, spikes, word);
        }
    }

    private static void packWhole(int[] masks, int lanes, int words, int[] spikes, int word) {
        int next = 0;
        for (int i = 0; i < words; i++) {
            int bits = 0;
            for (int shift = 0; shift < Integer.SIZE; shift += lanes) {
                bits |= masks[next++] << shift;
            }
            spikes[word + i] = bits;
        }
    }

    private static void packAny(int[] masks, int lanes, int lines, int channels, int[] spikes, int word) {
        int next = 0;
        long pending = 0;
        int pendingBits = 0;
        int at = word;
        int lineWords = Spikes.words(channels);
        for (int line = 0; line < lines; line++) {
            for (int i = 0; i < lineWords; i++) {
                int count = Math.min(Integer.SIZE, channels - i * Integer.SIZE);
                while (pendingBits < count) {
                    pending |= (masks[next++] & 0xFFFFFFFFL) << pendingBits;
                    pendingBits += lanes;
                }
                spikes[at++] = (int) (pending & ((1L << count) - 1));
                pending >>>= count;
                pendingBits -= count;
            }
        }
    }
}
