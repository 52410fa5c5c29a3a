package dev.soma.layers.data;

import dev.soma.layers.io.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Loads the binary versions of CIFAR-10 and CIFAR-100; samples of shape {@code [32, 32, 3]}, channels red, green, blue. */
public final class CifarLoader {
    private static final int SIDE = 32;
    private static final int PLANE = SIDE * SIDE;
    private static final int CHANNELS = 3;
    private static final int PIXELS = CHANNELS * PLANE;
    private static final String SITE = "https://www.cs.toronto.edu/~kriz/";

    private CifarLoader() {}

    /**
     * Loads CIFAR-10: {@code data_batch_1.bin} to {@code data_batch_5.bin} or {@code test_batch.bin}, in the folder or in {@code
     * cifar-10-batches-bin} within it.
     *
     * @throws FormatException if a file is truncated or a label is out of range
     * @throws NoSuchFileException if a file is missing; the message says where to get it
     */
    public static ImageDataset cifar10(Path folder, Split split) throws IOException {
        List<String> names = split == Split.TRAIN
                ? List.of(
                        "data_batch_1.bin",
                        "data_batch_2.bin",
                        "data_batch_3.bin",
                        "data_batch_4.bin",
                        "data_batch_5.bin")
                : List.of("test_batch.bin");
        return load(files(folder, "cifar-10-batches-bin", "cifar-10-binary.tar.gz", names), CifarFormat.CIFAR10);
    }

    /**
     * Loads CIFAR-100 with its 100 classes: {@code train.bin} or {@code test.bin}, in the folder or in {@code
     * cifar-100-binary} within it.
     *
     * @throws FormatException if a file is truncated or a label is out of range
     * @throws NoSuchFileException if a file is missing; the message says where to get it
     */
    public static ImageDataset cifar100(Path folder, Split split) throws IOException {
        List<String> names = List.of(split == Split.TRAIN ? "train.bin" : "test.bin");
        return load(files(folder, "cifar-100-binary", "cifar-100-binary.tar.gz", names), CifarFormat.CIFAR100_FINE);
    }

    /** Loads files of one format, one after the other. */
    public static ImageDataset load(List<Path> files, CifarFormat format) throws IOException {
        int record = format.labelBytes() + PIXELS;
        long count = 0;
        for (Path file : files) {
            count += records(file, record);
        }
        byte[] pixels = new byte[Math.toIntExact(count * PIXELS)];
        int[] labels = new int[(int) count];
        int first = 0;
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            int records = bytes.length / record;
            for (int i = 0; i < records; i++) {
                labels[first + i] = label(file, format, bytes, i);
                interleave(bytes, i * record + format.labelBytes(), pixels, (first + i) * PIXELS);
            }
            first += records;
        }
        return new ImageDataset(SIDE, SIDE, CHANNELS, format.classes(), pixels, labels);
    }

    private static long records(Path file, int record) throws IOException {
        long size = Files.size(file);
        if (size == 0 || size % record != 0) {
            throw new FormatException(
                    file,
                    "it has " + size + " bytes, expected a multiple of " + record + ", the bytes of an image",
                    "it is truncated or no file of this set: fetch it again");
        }
        return size / record;
    }

    private static int label(Path file, CifarFormat format, byte[] bytes, int index) throws FormatException {
        int label = Byte.toUnsignedInt(bytes[index * (format.labelBytes() + PIXELS) + format.labelIndex()]);
        if (label >= format.classes()) {
            throw new FormatException(
                    file,
                    "the label of image " + index + " is " + label + ", expected 0 to " + (format.classes() - 1),
                    "it is damaged or no file of this set: fetch it again");
        }
        return label;
    }

    /** From planes, one a channel, to channels last. */
    private static void interleave(byte[] planes, int from, byte[] pixels, int to) {
        for (int c = 0; c < CHANNELS; c++) {
            for (int i = 0; i < PLANE; i++) {
                pixels[to + i * CHANNELS + c] = planes[from + c * PLANE + i];
            }
        }
    }

    private static List<Path> files(Path folder, String inner, String archive, List<String> names)
            throws NoSuchFileException {
        Path unpacked = folder.resolve(inner);
        Path parent = Files.isDirectory(unpacked) ? unpacked : folder;
        for (String name : names) {
            if (!Files.exists(parent.resolve(name))) {
                throw new NoSuchFileException(
                        parent.resolve(name).toString(),
                        null,
                        "there is no such file: unpack " + SITE + archive + " in " + folder);
            }
        }
        return names.stream().map(parent::resolve).toList();
    }
}
