package dev.soma.layers.data;

import java.util.Arrays;

/**
 * Overwrites a square, whose centre is any pixel; what lies outside of the image is cut off (DeVries and Taylor: Improved
 * Regularization of Convolutional Neural Networks with Cutout, 2017).
 *
 * @param length side of the square in pixels
 * @param fill value of the square; 0 is black before a {@link Normalization}, the mean after it
 */
public record Cutout(int length, float fill) implements Augmentation {

    /** Checks the side. */
    public Cutout {
        if (length < 1) {
            throw new IllegalArgumentException("length is " + length + ", expected at least 1");
        }
    }

    /** With a square of zeros. */
    public Cutout(int length) {
        this(length, 0f);
    }

    @Override
    public void apply(Images images, SeededRandom random) {
        int top = random.nextInt(images.height()) - length / 2;
        int left = random.nextInt(images.width()) - length / 2;
        int bottom = Math.min(images.height(), top + length);
        int start = Math.max(0, left) * images.channels();
        int end = Math.min(images.width(), left + length) * images.channels();
        for (int frame = 0; frame < images.frames(); frame++) {
            for (int y = Math.max(0, top); y < bottom; y++) {
                int row = images.row(frame, y);
                Arrays.fill(images.values(), row + start, row + end, fill);
            }
        }
    }
}
