package dev.soma.layers.data;

import dev.soma.layers.io.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Loads images and labels in MNIST's IDX format, gzipped or not: MNIST, Fashion-MNIST and their like. */
public final class IdxLoader {
    private IdxLoader() {}

    /**
     * Loads images and their labels.
     *
     * @param images IDX file of unsigned bytes {@code [N, H, W]}
     * @param labels IDX file of unsigned bytes {@code [N]}, each 0 to {@code classes - 1}
     * @return samples of shape {@code [H, W, 1]}
     * @throws FormatException if a file is truncated or foreign, if the counts differ, or if a label is out of range
     * @throws NoSuchFileException if there is no such file
     */
    public static ImageDataset load(Path images, Path labels, int classes) throws IOException {
        return join(images, open(images, 3), labels, open(labels, 1), classes);
    }

    /**
     * Loads MNIST, or what has its names and sizes: {@code train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte}, {@code
     * t10k-images-idx3-ubyte} and {@code t10k-labels-idx1-ubyte}, each with or without {@code .gz}. {@link MnistDownload}
     * fetches them.
     *
     * @return samples of shape {@code [28, 28, 1]} in 10 classes
     */
    public static ImageDataset mnist(Path folder, Split split) throws IOException {
        return load(file(folder, imagesName(split)), file(folder, labelsName(split)), 10);
    }

    static String imagesName(Split split) {
        return (split == Split.TRAIN ? "train" : "t10k") + "-images-idx3-ubyte";
    }

    static String labelsName(Split split) {
        return (split == Split.TRAIN ? "train" : "t10k") + "-labels-idx1-ubyte";
    }

    /** Makes a dataset of the two files. */
    static ImageDataset join(Object imagesSource, IdxFile images, Object labelsSource, IdxFile labels, int classes)
            throws FormatException {
        int[] shape = images.shape();
        byte[] values = labels.values();
        if (values.length != shape[0]) {
            throw new FormatException(
                    labelsSource,
                    "it has " + values.length + " labels, " + imagesSource + " has " + shape[0] + " images",
                    "take both files from the same set");
        }
        return new ImageDataset(shape[1], shape[2], 1, classes, images.values(), labels(labelsSource, values, classes));
    }

    private static int[] labels(Object source, byte[] values, int classes) throws FormatException {
        int[] labels = new int[values.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = Byte.toUnsignedInt(values[i]);
            if (labels[i] >= classes) {
                throw new FormatException(
                        source,
                        "label " + i + " is " + labels[i] + ", expected 0 to " + (classes - 1),
                        "check that it belongs to these images");
            }
        }
        return labels;
    }

    private static IdxFile open(Path file, int sizes) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            return IdxFile.read(stream, file, sizes);
        }
    }

    private static Path file(Path folder, String name) throws NoSuchFileException {
        Path plain = folder.resolve(name);
        Path zipped = folder.resolve(name + ".gz");
        if (Files.exists(plain)) {
            return plain;
        }
        if (Files.exists(zipped)) {
            return zipped;
        }
        throw new NoSuchFileException(
                plain.toString(),
                null,
                "there is no such file, nor " + zipped.getFileName()
                        + ": fetch MNIST (soma data mnist), or put the file there");
    }
}
