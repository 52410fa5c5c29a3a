package dev.soma.runtime.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class ArgumentBlockTest {

    @Test
    void tellsWhatHasChanged() {
        try (ArgumentBlock block = new ArgumentBlock(3)) {
            assertTrue(block.setInt(0, 0), "an argument that was never set");
            assertFalse(block.setInt(0, 0));
            assertTrue(block.setInt(0, -7));
            assertTrue(block.setFloat(1, 0f));
            assertTrue(block.setFloat(1, -0f), "by bits, not by value");
            assertTrue(block.setFloat(1, Float.NaN));
            assertFalse(block.setFloat(1, Float.NaN));
            assertTrue(block.setHandle(2, 1L << 40));
            assertTrue(block.setHandle(2, 2L << 40), "all eight bytes count");
            assertFalse(block.setHandle(2, 2L << 40));
        }
    }

    @Test
    void whatIsForgottenHasChanged() {
        try (ArgumentBlock block = new ArgumentBlock(2)) {
            block.setInt(0, 1);
            block.setHandle(1, 2);
            block.forget(0);
            assertTrue(block.setInt(0, 1));
            assertFalse(block.setHandle(1, 2));
            block.forgetAll();
            assertTrue(block.setInt(0, 1));
            assertTrue(block.setHandle(1, 2));
        }
    }

    @Test
    void pointsToTheValues() {
        try (ArgumentBlock block = new ArgumentBlock(2)) {
            block.setFloat(0, 1.5f);
            block.setHandle(1, Long.MIN_VALUE);
            assertEquals(1.5f, block.value(0).get(ValueLayout.JAVA_FLOAT, 0));
            assertEquals(Long.MIN_VALUE, block.value(1).get(ValueLayout.JAVA_LONG, 0));
            for (int i = 0; i < 2; i++) {
                assertEquals(
                        block.value(i).address(),
                        block.pointers().getAtIndex(ValueLayout.ADDRESS, i).address());
            }
        }
    }

    @Test
    void mayBeEmpty() {
        try (ArgumentBlock block = new ArgumentBlock(0)) {
            block.forgetAll();
            assertTrue(block.pointers().byteSize() > 0, "drivers take no null here");
        }
    }
}
