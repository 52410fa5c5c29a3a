package dev.soma.runtime.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.soma.runtime.Conv2dShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FiringListsTest {

    @Test
    void areTheSameWhereverABandBegins() {
        Conv2dShape shape = Conv2dShape.of(2, 3, 3, 4, 8, 3, 1, 1);
        Correlation correlation = Correlation.backward(shape).getFirst();
        Source source = new FloatSource(new float[shape.outputSize()], shape.outChannels());
        TermLayout layout = TermLayout.ofTaps(correlation, source, shape.outChannels());
        Band band = new Band();
        band.load(correlation, layout, source, Bands.of(correlation, 64, 1), 0);
        int[] spikes = new int[shape.inputWords()];
        Arrays.fill(spikes, 0b1011);

        int[] expected = entries(spikes, band);
        // as if the collector had moved the band's array
        band.start += 5;
        for (int m = 0; m < band.bases.length; m++) {
            band.bases[m] += 5;
        }
        assertEquals(Arrays.toString(expected), Arrays.toString(entries(spikes, band)));
        assertNotEquals(0, expected[1], "the second pixel");
    }

    /** Rows of 12 pixels, which are not those of the 32 pixels that are listed at a time, and channels from the middle of words. */
    @ParameterizedTest
    @EnumSource(Form.class)
    void areOfEachRowAndChannel(Form form) {
        int channels = 70;
        Conv2dShape shape = Conv2dShape.of(3, 9, 4, channels, 8, 3, 1, 1);
        Correlation correlation = Correlation.backward(shape).getFirst();
        Source source = new FloatSource(new float[shape.outputSize()], shape.outChannels());
        TermLayout layout = TermLayout.ofTaps(correlation, source, shape.outChannels());
        Band band = new Band();
        band.load(correlation, layout, source, Bands.of(correlation, 108, 1), 0);
        assertEquals(108, band.pixels);
        Random random = new Random(11);
        int[] spikes = random.ints(shape.inputWords()).toArray();

        FiringLists lists = new FiringLists(FiringListLoops.of(form));
        lists.load(spikes, band, channels, 5, 69);
        for (int channel = 5; channel < 69; channel++) {
            for (int row = 0; row < band.rows; row++) {
                List<Integer> expected = new ArrayList<>();
                for (int m = row * band.rowPixels(); m < (row + 1) * band.rowPixels(); m++) {
                    int word = band.targets[m] / channels * 3 + channel / Integer.SIZE;
                    if ((spikes[word] >>> channel & 1) == 1) {
                        expected.add(band.bases[m] - band.start);
                    }
                }
                List<Integer> found = Arrays.stream(
                                lists.entries, lists.start(channel, row), lists.start(channel, row + 1))
                        .boxed()
                        .toList();
                assertEquals(expected, found, "channel " + channel + ", row " + row);
            }
        }
    }

    private static int[] entries(int[] spikes, Band band) {
        FiringLists lists = new FiringLists(new ScalarFiringListLoops());
        lists.load(spikes, band, 4, 0, 4);
        return lists.entries;
    }
}
