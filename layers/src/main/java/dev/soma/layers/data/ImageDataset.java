package dev.soma.layers.data;

import java.util.Objects;

/** Images of 8 bits a channel, held in memory as such. Samples are {@code [H, W, C]}, {@code value / 255}: 0 to 1. */
public final class ImageDataset implements Dataset {
    /** Division, as other frameworks do it: multiplying by 1 / 255 rounds some values differently. */
    private static final float[] VALUES = new float[256];

    static {
        for (int i = 0; i < VALUES.length; i++) {
            VALUES[i] = i / 255f;
        }
    }

    private final int height;
    private final int width;
    private final int channels;
    private final int classes;
    private final int length;
    private final byte[] pixels;
    private final int[] labels;

    /**
     * A dataset of images.
     *
     * @param pixels {@code [labels.length, height, width, channels]}, unsigned; not copied
     * @param labels {@code [labels.length]}, each 0 to {@code classes - 1}; not copied
     */
    public ImageDataset(int height, int width, int channels, int classes, byte[] pixels, int[] labels) {
        long size = (long) height * width * channels;
        if (height < 1 || width < 1 || channels < 1 || size * labels.length != pixels.length) {
            throw new IllegalArgumentException("there are " + pixels.length + " pixels, expected " + labels.length
                    + " images of " + height + " x " + width + " x " + channels);
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException(
                        "label " + i + " is " + labels[i] + ", expected 0 to " + (classes - 1));
            }
        }
        this.height = height;
        this.width = width;
        this.channels = channels;
        this.classes = classes;
        this.length = (int) size;
        this.pixels = pixels;
        this.labels = labels;
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public int classes() {
        return classes;
    }

    @Override
    public int[] shape() {
        return new int[] {height, width, channels};
    }

    @Override
    public int label(int index) {
        return labels[Objects.checkIndex(index, labels.length)];
    }

    @Override
    public void read(int index, float[] target, int offset) {
        int from = Objects.checkIndex(index, labels.length) * length;
        Objects.checkFromIndexSize(offset, length, target.length);
        for (int i = 0; i < length; i++) {
            target[offset + i] = VALUES[Byte.toUnsignedInt(pixels[from + i])];
        }
    }
}
