package dev.soma.layers.data;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * A part of MNIST that comes with Soma: the first 6,000 training and the first 1,000 test images, 28 x 28, 10 classes. MNIST is by
 * Y. LeCun and C. Cortes, licence CC BY-SA 3.0. {@link Normalization#mnist()} fits.
 */
public final class MnistSmall {
    private static final String FOLDER = "mnist-small/";

    private MnistSmall() {}

    /** Loads a part; samples of shape {@code [28, 28, 1]}, 0 to 1. */
    public static ImageDataset load(Split split) {
        String images = IdxLoader.imagesName(split) + ".gz";
        String labels = IdxLoader.labelsName(split) + ".gz";
        try {
            return IdxLoader.join(images, open(images, 3), labels, open(labels, 1), 10);
        } catch (IOException e) {
            throw new UncheckedIOException("Soma's own copy of MNIST is damaged: " + e.getMessage(), e);
        }
    }

    private static IdxFile open(String name, int sizes) throws IOException {
        try (InputStream stream = MnistSmall.class.getResourceAsStream(FOLDER + name)) {
            if (stream == null) {
                throw new FileNotFoundException("the resource " + FOLDER + name + " is not in Soma's jar");
            }
            return IdxFile.read(stream, name, sizes);
        }
    }
}
