package dev.soma.layers.data;

import static dev.soma.layers.data.Failures.assertFormatException;
import static dev.soma.layers.data.Failures.assertMissing;
import static dev.soma.layers.data.Failures.assertParts;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventDatasetTest {
    private static final EventFrames N_MNIST = new EventFrames(2, EventSplit.NUMBER, 34, 34);
    private static final List<String> CIFAR10 =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

    @TempDir
    Path folder;

    @BeforeEach
    void writeNMnist() throws IOException {
        for (int label = 0; label < 10; label++) {
            Path ofClass = folder.resolve("Train").resolve(Integer.toString(label));
            new Bytes().put(label, 1, 0x80, 0, 1).put(2, 3, 0, 0, 2).writeTo(ofClass.resolve("00010.bin"));
            new Bytes().put(label, 4, 0x80, 0, 1).put(2, 3, 0, 0, 2).writeTo(ofClass.resolve("00002.bin"));
            new Bytes().text("no events").writeTo(ofClass.resolve("readme.txt"));
        }
    }

    @Test
    void readsNMnist() throws IOException {
        EventDataset dataset = EventDataset.nMnist(folder, Split.TRAIN, N_MNIST);
        assertEquals(20, dataset.size());
        assertEquals(10, dataset.classes());
        assertArrayEquals(new int[] {2, 34, 34, 2}, dataset.shape());
        assertEquals(7, dataset.label(14));
        assertEquals(folder.resolve("Train").resolve("7").resolve("00002.bin"), dataset.file(14));
        float[] expected = new float[dataset.sampleLength()];
        expected[(4 * 34 + 7) * 2 + 1] = 1;
        expected[((34 + 3) * 34 + 2) * 2] = 1;
        assertArrayEquals(expected, Bytes.read(dataset, 14));
        assertThrows(IndexOutOfBoundsException.class, () -> dataset.label(20));
        assertThrows(IndexOutOfBoundsException.class, () -> dataset.read(20, new float[expected.length], 0));
        assertThrows(IndexOutOfBoundsException.class, () -> dataset.read(0, new float[expected.length], 1));
    }

    @Test
    void readsCifar10Dvs() throws IOException {
        for (String name : CIFAR10) {
            for (int i : new int[] {10, 9}) {
                new Bytes()
                        .text("#!AER-DAT2.0\r\n")
                        .bigEndian(100 << 8 | 3 << 1, i)
                        .writeTo(folder.resolve(name).resolve("cifar10_" + name + "_" + i + ".aedat"));
            }
        }
        EventDataset dataset = EventDataset.cifar10Dvs(folder, new EventFrames(4, EventSplit.TIME, 64, 64));
        assertEquals(20, dataset.size());
        assertArrayEquals(new int[] {4, 64, 64, 2}, dataset.shape());
        assertEquals(2, dataset.label(4));
        assertEquals(folder.resolve("bird").resolve("cifar10_bird_9.aedat"), dataset.file(4));
        float[] frames = Bytes.read(dataset, 4);
        assertEquals(1f, frames[((127 - 3) / 2 * 64 + (127 - 100) / 2) * 2 + 1]);
        Files.delete(dataset.file(19));
        Files.delete(dataset.file(18));
        assertFormatException(
                () -> EventDataset.cifar10Dvs(folder, N_MNIST),
                folder.resolve("truck").toString(),
                "no .aedat files");
        Files.delete(folder.resolve("truck"));
        assertMissing(
                () -> EventDataset.cifar10Dvs(folder, N_MNIST),
                folder.resolve("truck").toString(),
                "unpack the ten archives of CIFAR10-DVS");
    }

    @Test
    void readsAnyFolders() throws IOException {
        EventDataset dataset = EventDataset.folders(folder.resolve("Train"), EventFormat.nMnist(), N_MNIST);
        assertEquals(20, dataset.size());
        assertEquals(10, dataset.classes());
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertFormatException(
                () -> EventDataset.folders(empty, EventFormat.nMnist(), N_MNIST),
                "it has no folders",
                "put one folder for each class there, with its .bin files");
        assertMissing(
                () -> EventDataset.folders(folder.resolve("none"), EventFormat.nMnist(), N_MNIST), "no such folder");
    }

    @Test
    void saysWhereToGetWhatIsMissing() {
        assertMissing(
                () -> EventDataset.nMnist(folder, Split.TEST, N_MNIST),
                folder.resolve("Test").toString(),
                "unpack Test.zip of N-MNIST",
                "in " + folder);
    }

    @Test
    void refusesFilesThatAreDamagedWhenTheyAreRead() throws IOException {
        EventDataset dataset = EventDataset.nMnist(folder, Split.TRAIN, N_MNIST);
        float[] target = new float[dataset.sampleLength()];
        Files.write(dataset.file(3), new byte[7]);
        assertParts(
                assertThrows(UncheckedIOException.class, () -> dataset.read(3, target, 0)),
                dataset.file(3).toString(),
                "multiple of 5");
        Files.write(dataset.file(3), new byte[] {5, 34, 0, 0, 0});
        assertParts(
                assertThrows(UncheckedIOException.class, () -> dataset.read(3, target, 0)),
                "event 0 is in column 5 and row 34, expected a place on the sensor of 34 x 34");
        Files.delete(dataset.file(3));
        assertParts(
                assertThrows(UncheckedIOException.class, () -> dataset.read(3, target, 0)),
                dataset.file(3).toString());
    }

    @Test
    void refusesFramesLargerThanTheSensor() {
        assertParts(
                assertThrows(
                        IllegalArgumentException.class,
                        () -> EventDataset.nMnist(folder, Split.TRAIN, new EventFrames(1, EventSplit.TIME, 35, 34))),
                "the frames are 35 x 34, expected at most the sensor's 34 x 34");
    }
}
