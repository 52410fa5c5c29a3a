package dev.soma.layers.data;

import static dev.soma.layers.data.Failures.assertFormatException;
import static dev.soma.layers.data.Failures.assertMissing;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarLoaderTest {
    @TempDir
    Path folder;

    /** A record: labels, then planes of which pixel i is {@code seed + i}, {@code seed + 2 i}, {@code seed + 3 i}. */
    private static Bytes record(Bytes bytes, int seed, int... labels) {
        bytes.put(labels);
        for (int plane = 1; plane <= 3; plane++) {
            for (int i = 0; i < 1024; i++) {
                bytes.put(seed + plane * i);
            }
        }
        return bytes;
    }

    private static void assertPixels(int seed, float[] image) {
        for (int i = 0; i < 1024; i++) {
            for (int c = 0; c < 3; c++) {
                assertEquals(((seed + (c + 1) * i) & 0xff) / 255f, image[3 * i + c]);
            }
        }
    }

    @Test
    void readsTheFiveFilesOfCifar10() throws IOException {
        for (int file = 1; file <= 5; file++) {
            record(record(new Bytes(), 10 * file, file), 10 * file + 1, 0)
                    .writeTo(folder.resolve("data_batch_" + file + ".bin"));
        }
        record(new Bytes(), 99, 9).writeTo(folder.resolve("test_batch.bin"));
        ImageDataset train = CifarLoader.cifar10(folder, Split.TRAIN);
        assertEquals(10, train.size());
        assertEquals(10, train.classes());
        assertArrayEquals(new int[] {32, 32, 3}, train.shape());
        assertEquals(3, train.label(4));
        assertPixels(30, Bytes.read(train, 4));
        assertPixels(51, Bytes.read(train, 9));
        ImageDataset test = CifarLoader.cifar10(folder, Split.TEST);
        assertEquals(1, test.size());
        assertEquals(9, test.label(0));
        assertPixels(99, Bytes.read(test, 0));
    }

    @Test
    void readsTheTwoLabelsOfCifar100() throws IOException {
        Path file = record(record(new Bytes(), 5, 19, 99), 6, 0, 50)
                .writeTo(folder.resolve("cifar-100-binary").resolve("train.bin"));
        ImageDataset fine = CifarLoader.cifar100(folder, Split.TRAIN);
        assertEquals(2, fine.size());
        assertEquals(100, fine.classes());
        assertEquals(99, fine.label(0));
        assertPixels(6, Bytes.read(fine, 1));
        ImageDataset coarse = CifarLoader.load(List.of(file), CifarFormat.CIFAR100_COARSE);
        assertEquals(20, coarse.classes());
        assertEquals(19, coarse.label(0));
        assertPixels(5, Bytes.read(coarse, 0));
    }

    @Test
    void saysWhereToGetWhatIsMissing() throws IOException {
        record(new Bytes(), 0, 0).writeTo(folder.resolve("data_batch_1.bin"));
        assertMissing(
                () -> CifarLoader.cifar10(folder, Split.TRAIN),
                folder.resolve("data_batch_2.bin").toString(),
                "cifar-10-binary.tar.gz",
                "unpack");
        assertMissing(
                () -> CifarLoader.cifar100(folder, Split.TEST),
                folder.resolve("test.bin").toString(),
                "cifar-100-binary.tar.gz");
    }

    @Test
    void refusesTruncatedFilesAndOtherFormats() throws IOException {
        Path file = record(record(new Bytes(), 5, 1), 6, 2).without(1).writeTo(folder.resolve("test_batch.bin"));
        assertFormatException(
                () -> CifarLoader.cifar10(folder, Split.TEST),
                file.toString(),
                "it has 6145 bytes, expected a multiple of 3073");
        new Bytes().writeTo(file);
        assertFormatException(() -> CifarLoader.cifar10(folder, Split.TEST), "it has 0 bytes");
        record(new Bytes(), 5, 1, 2).writeTo(file);
        assertFormatException(
                () -> CifarLoader.cifar10(folder, Split.TEST), "it has 3074 bytes, expected a multiple of 3073");
    }

    @Test
    void refusesALabelOutOfRange() throws IOException {
        Path file = record(record(new Bytes(), 5, 9), 6, 10).writeTo(folder.resolve("test_batch.bin"));
        assertFormatException(
                () -> CifarLoader.cifar10(folder, Split.TEST),
                file.toString(),
                "the label of image 1 is 10, expected 0 to 9");
        record(new Bytes(), 6, 20, 0).writeTo(file);
        assertFormatException(
                () -> CifarLoader.load(List.of(file), CifarFormat.CIFAR100_COARSE),
                "the label of image 0 is 20, expected 0 to 19");
    }
}
