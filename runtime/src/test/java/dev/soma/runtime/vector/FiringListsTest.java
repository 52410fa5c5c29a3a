package dev.soma.runtime.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.soma.runtime.Conv2dShape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

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

    private static int[] entries(int[] spikes, Band band) {
        FiringLists lists = new FiringLists(new ScalarFiringListLoops());
        lists.load(spikes, band, 4, 0, 4);
        return lists.entries;
    }
}
