package dev.soma.layers.data;

import java.util.Arrays;
import java.util.Objects;

/**
 * An image, or the frames of one sample, within an array: {@code [frames, height, width, channels]} from {@code offset} on.
 */
@SuppressWarnings("ArrayRecordComponent") // a view: never compared, never a key
public record Images(float[] values, int offset, int frames, int height, int width, int channels) {

    /** Checks that the images lie within the array. */
    public Images {
        if (frames < 1 || height < 1 || width < 1 || channels < 1) {
            throw new IllegalArgumentException("the shape is " + frames + " x " + height + " x " + width + " x "
                    + channels + ", expected positive sizes");
        }
        int length = Math.multiplyExact(Math.multiplyExact(Math.multiplyExact(frames, height), width), channels);
        Objects.checkFromIndexSize(offset, length, values.length);
    }

    /** A sample of a {@link Dataset}, whose shape is {@code [H, W, C]} or {@code [T, H, W, C]}. */
    public static Images of(float[] values, int offset, int... shape) {
        return switch (shape.length) {
            case 3 -> new Images(values, offset, 1, shape[0], shape[1], shape[2]);
            case 4 -> new Images(values, offset, shape[0], shape[1], shape[2], shape[3]);
            default ->
                throw new IllegalArgumentException(
                        "the shape is " + Arrays.toString(shape) + ", expected [H, W, C] or [T, H, W, C]");
        };
    }

    /** The number of rows of all frames. */
    int rows() {
        return frames * height;
    }

    /** Where a row of a frame begins in the array. */
    int row(int frame, int y) {
        return offset + (frame * height + y) * width * channels;
    }
}
