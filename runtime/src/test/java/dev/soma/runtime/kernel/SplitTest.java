package dev.soma.runtime.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.soma.kernels.convolution.Tile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Splits of sums. */
class SplitTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1024, 64",
        "63, 1024, 64",
        "64, 1024, 64",
        "65, 1024, 64",
        "816, 1024, 128",
        "100000, 7, 64",
        "100000, 0, 64",
        "524288, 512, 64",
        "17, 5, 1"
    })
    void partsCoverTheSumAndNoneIsEmpty(int total, int wanted, int least) {
        Split split = Split.of(total, wanted, least);
        assertEquals(0, split.terms() % Tile.DEPTH);
        assertTrue(split.terms() >= least, split::toString);
        assertTrue((long) split.terms() * split.count() >= total, split::toString);
        assertTrue((long) split.terms() * (split.count() - 1) < total, split::toString);
        assertTrue(split.count() <= Math.max(wanted, 1), split::toString);
    }
}
