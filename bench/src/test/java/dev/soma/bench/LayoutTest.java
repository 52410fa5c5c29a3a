package dev.soma.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class LayoutTest {
    private static final float[] VALUES = RandomArrays.normal(1, 3 * 4 * 5, 1);

    @Test
    void putsAxesIntoAnotherOrder() {
        float[] permuted = Layout.permute(VALUES, new int[] {3, 4, 5}, 2, 0, 1);
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 4; j++) {
                for (int k = 0; k < 5; k++) {
                    assertArrayEquals(new float[] {VALUES[(i * 4 + j) * 5 + k]}, new float[] {
                        permuted[(k * 3 + i) * 4 + j]
                    });
                }
            }
        }
    }

    @Test
    void goesToPyTorchAndBack() {
        assertArrayEquals(VALUES, Layout.channelsLast(Layout.channelsFirst(VALUES, 3, 4, 5), 3, 4, 5));
        assertArrayEquals(VALUES, Layout.weightToSoma(Layout.weightToPyTorch(VALUES, 3, 4, 5), 3, 4, 5));
    }

    @Test
    void refusesAShapeThatDoesNotFit() {
        assertThrows(IllegalArgumentException.class, () -> Layout.permute(VALUES, new int[] {3, 4}, 1, 0));
    }
}
