package dev.soma.layers.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class NormalizationTest {
    @Test
    void normalisesEachChannel() {
        Normalization normalization = new Normalization(new float[] {1f, 10f}, new float[] {2f, 4f});
        Dataset dataset = normalization.of(new Numbered(3, 3, 1, 2, 2));
        assertArrayEquals(
                new float[] {(1000 - 1) / 2f, (1001 - 10) / 4f, (1002 - 1) / 2f, (1003 - 10) / 4f},
                Bytes.read(dataset, 1));
        assertEquals(3, dataset.size());
        assertEquals(3, dataset.classes());
        assertEquals(1, dataset.label(1));
        assertArrayEquals(new int[] {1, 2, 2}, dataset.shape());
    }

    /** The mean and the deviation of what comes with Soma are close to those of the whole set. */
    @Test
    void mnistGetsMeanZeroAndDeviationOne() {
        Dataset dataset = Normalization.mnist().of(MnistSmall.load(Split.TRAIN));
        double sum = 0;
        double squares = 0;
        float[] image = new float[28 * 28];
        for (int i = 0; i < dataset.size(); i++) {
            dataset.read(i, image, 0);
            for (float value : image) {
                sum += value;
                squares += value * value;
            }
        }
        double count = (double) dataset.size() * image.length;
        assertEquals(0, sum / count, 0.02);
        assertEquals(1, Math.sqrt(squares / count), 0.02);
    }

    @Test
    void refusesOtherChannels() {
        assertThrows(
                IllegalArgumentException.class, () -> Normalization.cifar10().of(new Numbered(3, 3, 1, 2, 2)));
        assertThrows(
                IllegalArgumentException.class,
                () -> Normalization.cifar100().apply(Numbered.images(1, 1, 1, 2), new SeededRandom(1)));
        assertThrows(IllegalArgumentException.class, () -> new Normalization(new float[] {1f}, new float[] {1f, 1f}));
        assertThrows(IllegalArgumentException.class, () -> new Normalization(new float[] {1f}, new float[] {0f}));
    }
}
