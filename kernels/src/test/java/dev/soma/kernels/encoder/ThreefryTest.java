package dev.soma.kernels.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Against the known answers that come with the authors' implementation, Random123: {@code kat_vectors}, threefry2x32 20. */
class ThreefryTest {

    @Test
    void givesTheKnownAnswers() {
        assertEquals(0x6b200159, Threefry.word(0, 0, 0, 0));
        assertEquals(0x1cb996fc, Threefry.word(-1, -1, -1, -1));
        assertEquals(0xc4923a9c, Threefry.word(0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3));
    }
}
