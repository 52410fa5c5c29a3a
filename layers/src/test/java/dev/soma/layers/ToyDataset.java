package dev.soma.layers;

import dev.soma.layers.data.Dataset;
import java.util.SplittableRandom;

/**
 * Small noisy images of two classes, a bright left or a bright right half: enough to see whether a network learns.
 *
 * @param size samples
 * @param seed of the noise
 */
public record ToyDataset(int size, long seed) implements Dataset {
    private static final int SIDE = 8;

    @Override
    public int classes() {
        return 2;
    }

    @Override
    public int[] shape() {
        return new int[] {SIDE, SIDE, 1};
    }

    @Override
    public int label(int index) {
        return index % 2;
    }

    @Override
    public void read(int index, float[] target, int offset) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + index);
        for (int i = 0; i < SIDE * SIDE; i++) {
            boolean bright = i % SIDE < SIDE / 2 == (label(index) == 0);
            target[offset + i] = (float) ((bright ? 1 : 0) + 0.5 * random.nextGaussian());
        }
    }
}
