package dev.soma.runtime.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.soma.runtime.Spikes;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The density is exact where all is counted, and near where it is not, also where spikes keep to some columns or channels. */
class SpikeDensityTest {
    private static final int WIDTH = 32;

    @ParameterizedTest(name = "{0} pixels of {1} channels, every {2}th")
    @CsvSource({"1, 1, 1", "1, 33, 2", "7, 40, 3", "4096, 64, 5"})
    void isExactForFew(int pixels, int channels, int every) {
        int[] bits = new int[pixels * channels];
        int set = 0;
        for (int i = 0; i < bits.length; i += every) {
            bits[i] = 1;
            set++;
        }
        assertEquals(
                (double) set / bits.length, SpikeDensity.of(Spikes.pack(bits, pixels, channels), pixels, channels));
    }

    @ParameterizedTest(name = "{0} images of {1} channels")
    @CsvSource({"40, 32", "64, 64", "33, 96", "16, 512"})
    void isNearWhereSpikesKeepToAColumn(int images, int channels) {
        int pixels = images * WIDTH * WIDTH;
        int words = Spikes.words(channels);
        int[] spikes = new int[pixels * words];
        for (int pixel = 0; pixel < pixels; pixel += WIDTH) {
            Arrays.fill(spikes, pixel * words, (pixel + 1) * words, -1);
        }
        assertEquals(1.0 / WIDTH, SpikeDensity.of(spikes, pixels, channels), 0.1 / WIDTH);
    }

    @Test
    void isNearWhereSpikesKeepToAWordOfChannels() {
        int pixels = 100_003;
        int[] spikes = new int[pixels * 3];
        for (int pixel = 0; pixel < pixels; pixel++) {
            spikes[pixel * 3] = -1;
        }
        assertEquals(1.0 / 3, SpikeDensity.of(spikes, pixels, 96), 1e-12);
    }
}
