package dev.soma.layers.data;

import static dev.soma.layers.data.Failures.assertFormatException;
import static dev.soma.layers.data.Failures.assertMissing;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxLoaderTest {
    @TempDir
    Path folder;

    @ParameterizedTest(name = "gzipped: {0}")
    @ValueSource(booleans = {false, true})
    void readsImagesAndLabels(boolean gzipped) throws IOException {
        Bytes imageBytes = Bytes.idxImages(3, 2, 3);
        Bytes labelBytes = Bytes.idxLabels(4, 0, 9);
        Path images = gzipped ? imageBytes.zipTo(file("images")) : imageBytes.writeTo(file("images"));
        Path labels = gzipped ? labelBytes.zipTo(file("labels")) : labelBytes.writeTo(file("labels"));
        ImageDataset dataset = IdxLoader.load(images, labels, 10);
        assertEquals(3, dataset.size());
        assertEquals(10, dataset.classes());
        assertArrayEquals(new int[] {2, 3, 1}, dataset.shape());
        assertEquals(4, dataset.label(0));
        assertEquals(9, dataset.label(2));
        assertArrayEquals(
                new float[] {2 / 255f, 3 / 255f, 4 / 255f, 5 / 255f, 6 / 255f, 7 / 255f}, Bytes.read(dataset, 2));
    }

    @Test
    void readsBytesAsUnsigned() throws IOException {
        Path images = new Bytes().bigEndian(0x803, 1, 1, 2).put(255, 128).writeTo(file("images"));
        Path labels = Bytes.idxLabels(200).writeTo(file("labels"));
        ImageDataset dataset = IdxLoader.load(images, labels, 256);
        assertArrayEquals(new float[] {1f, 128 / 255f}, Bytes.read(dataset, 0));
        assertEquals(200, dataset.label(0));
    }

    @Test
    void findsMnistZippedOrNot() throws IOException {
        Bytes.idxImages(2, 28, 28).writeTo(file("train-images-idx3-ubyte"));
        Bytes.idxLabels(1, 2).zipTo(file("train-labels-idx1-ubyte.gz"));
        assertEquals(2, IdxLoader.mnist(folder, Split.TRAIN).size());
        assertMissing(
                () -> IdxLoader.mnist(folder, Split.TEST),
                file("t10k-images-idx3-ubyte").toString(),
                "t10k-images-idx3-ubyte.gz",
                "put the file there");
    }

    @Test
    void refusesExchangedFiles() throws IOException {
        Path images = Bytes.idxImages(2, 2, 2).writeTo(file("images"));
        Path labels = Bytes.idxLabels(1, 2).writeTo(file("labels"));
        assertFormatException(
                () -> IdxLoader.load(/* images= */ labels, /* labels= */ images, 10),
                labels.toString(),
                "magic number is 0x00000801, expected 0x00000803",
                "not exchanged");
    }

    @Test
    void refusesDifferentCounts() throws IOException {
        Path images = Bytes.idxImages(2, 2, 2).writeTo(file("images"));
        Path labels = Bytes.idxLabels(1, 2, 3).writeTo(file("labels"));
        assertFormatException(
                () -> IdxLoader.load(images, labels, 10), "3 labels", images + " has 2 images", "the same set");
    }

    @Test
    void refusesALabelOutOfRange() throws IOException {
        Path images = Bytes.idxImages(2, 2, 2).writeTo(file("images"));
        Path labels = Bytes.idxLabels(1, 10).writeTo(file("labels"));
        assertFormatException(
                () -> IdxLoader.load(images, labels, 10), labels.toString(), "label 1 is 10, expected 0 to 9");
    }

    @Test
    void refusesEveryTruncation() throws IOException {
        Path images = Bytes.idxImages(2, 2, 2).writeTo(file("images"));
        Path labels = Bytes.idxLabels(1, 2).zipTo(file("labels"));
        byte[] imageBytes = Files.readAllBytes(images);
        byte[] labelBytes = Files.readAllBytes(labels);
        Path cut = file("cut");
        for (int length = 0; length < imageBytes.length; length++) {
            Files.write(cut, Arrays.copyOf(imageBytes, length));
            assertFormatException(() -> IdxLoader.load(cut, labels, 10), cut.toString(), "truncated");
        }
        for (int length = 2; length < labelBytes.length; length++) {
            Files.write(cut, Arrays.copyOf(labelBytes, length));
            assertFormatException(() -> IdxLoader.load(images, cut, 10), cut.toString(), "truncated");
        }
    }

    @Test
    void refusesWhatIsDamaged() throws IOException {
        Path images = Bytes.idxImages(2, 2, 2).writeTo(file("images"));
        Path longer = Bytes.idxLabels(1, 2).put(3).writeTo(file("longer"));
        assertFormatException(() -> IdxLoader.load(images, longer, 10), "goes on after its 2 values");
        Path labels = Bytes.idxLabels(1, 2).zipTo(file("labels"));
        byte[] zipped = Files.readAllBytes(labels);
        zipped[zipped.length - 6] ^= 1; // the checksum
        Files.write(labels, zipped);
        assertFormatException(() -> IdxLoader.load(images, labels, 10), "its compressed data is damaged");
    }

    @Test
    void refusesAbsurdSizes() throws IOException {
        Path labels = Bytes.idxLabels(1, 2).writeTo(file("labels"));
        int[][] sizes = {{0, 2, 2}, {2, -1, 2}, {1 << 20, 1 << 20, 1 << 20}, {-1, -1, 1}};
        for (int[] shape : sizes) {
            Path images = new Bytes().bigEndian(0x803).bigEndian(shape).writeTo(file("images"));
            assertFormatException(() -> IdxLoader.load(images, labels, 10), "its sizes are [");
        }
        Path huge = new Bytes().bigEndian(0x803, 2_000_000_000, 1, 1).writeTo(file("huge"));
        assertFormatException(() -> IdxLoader.load(huge, labels, 10), "truncated: 0 values, expected 2000000000");
    }

    @Test
    void refusesIndicesAndTargetsThatDoNotFit() throws IOException {
        ImageDataset dataset = IdxLoader.load(
                Bytes.idxImages(2, 2, 2).writeTo(file("images")),
                Bytes.idxLabels(1, 2).writeTo(file("labels")),
                10);
        assertThrows(IndexOutOfBoundsException.class, () -> dataset.label(2));
        assertThrows(IndexOutOfBoundsException.class, () -> dataset.read(-1, new float[4], 0));
        assertThrows(IndexOutOfBoundsException.class, () -> dataset.read(0, new float[4], 1));
    }

    private Path file(String name) {
        return folder.resolve(name);
    }
}
