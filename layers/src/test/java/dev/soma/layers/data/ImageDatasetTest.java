package dev.soma.layers.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ImageDatasetTest {
    @Test
    void refusesWhatDoesNotFit() {
        assertEquals(1, new ImageDataset(1, 2, 3, 2, new byte[6], new int[] {1}).size());
        assertThrows(IllegalArgumentException.class, () -> new ImageDataset(1, 2, 3, 2, new byte[7], new int[] {1}));
        assertThrows(IllegalArgumentException.class, () -> new ImageDataset(1, 2, 3, 2, new byte[6], new int[] {2}));
        assertThrows(IllegalArgumentException.class, () -> new ImageDataset(1, 2, 3, 2, new byte[6], new int[] {-1}));
        assertThrows(IllegalArgumentException.class, () -> new ImageDataset(0, 2, 3, 2, new byte[0], new int[] {1}));
    }
}
