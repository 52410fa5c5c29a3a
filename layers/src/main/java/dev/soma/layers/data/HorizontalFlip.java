package dev.soma.layers.data;

/**
 * Mirrors an image, left to right.
 *
 * @param probability of mirroring, 0 to 1
 */
public record HorizontalFlip(float probability) implements Augmentation {

    /** Checks the probability. */
    public HorizontalFlip {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability is " + probability + ", expected 0 to 1");
        }
    }

    /** Mirrors every other image, on average. */
    public HorizontalFlip() {
        this(0.5f);
    }

    @Override
    public void apply(Images images, SeededRandom random) {
        if (random.nextFloat() >= probability) {
            return;
        }
        float[] values = images.values();
        int channels = images.channels();
        for (int row = 0; row < images.rows(); row++) {
            int left = images.row(0, row);
            int right = left + (images.width() - 1) * channels;
            for (; left < right; left += channels, right -= channels) {
                for (int c = 0; c < channels; c++) {
                    float value = values[left + c];
                    values[left + c] = values[right + c];
                    values[right + c] = value;
                }
            }
        }
    }
}
