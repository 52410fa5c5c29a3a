package dev.soma.layers.data;

import java.util.Arrays;

/**
 * Surrounds an image with a border and cuts an image of the old size out of that, at random: moves the image by up to
 * {@code padding} pixels in each direction. What moves in is {@code fill}.
 *
 * @param padding pixels of the border, at least 0
 * @param fill value of the border; 0 is black before a {@link Normalization}, the mean after it
 */
public record RandomCrop(int padding, float fill) implements Augmentation {

    /** Checks the border. */
    public RandomCrop {
        if (padding < 0) {
            throw new IllegalArgumentException("padding is " + padding + ", expected at least 0");
        }
    }

    /** With a border of zeros. */
    public RandomCrop(int padding) {
        this(padding, 0f);
    }

    @Override
    public void apply(Images images, SeededRandom random) {
        int down = random.nextInt(2 * padding + 1) - padding;
        int right = random.nextInt(2 * padding + 1) - padding;
        for (int frame = 0; frame < images.frames(); frame++) {
            for (int i = 0; i < images.height(); i++) {
                // away from the movement, so that no row is overwritten before it is read
                int y = down > 0 ? images.height() - 1 - i : i;
                int row = images.row(frame, y);
                int from = y - down;
                if (from < 0 || from >= images.height()) {
                    Arrays.fill(images.values(), row, row + images.width() * images.channels(), fill);
                } else {
                    moveRow(images, images.row(frame, from), row, right);
                }
            }
        }
    }

    private void moveRow(Images images, int from, int to, int right) {
        float[] values = images.values();
        int length = images.width() * images.channels();
        int gap = Math.min(images.width(), Math.abs(right)) * images.channels();
        if (right >= 0) {
            System.arraycopy(values, from, values, to + gap, length - gap);
            Arrays.fill(values, to, to + gap, fill);
        } else {
            System.arraycopy(values, from + gap, values, to, length - gap);
            Arrays.fill(values, to + length - gap, to + length, fill);
        }
    }
}
