package dev.soma.layers.data;

import static dev.soma.layers.data.Failures.assertFormatException;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtisTest {
    @TempDir
    Path folder;

    @Test
    void readsPlacePolarityAndTime() throws IOException {
        Path file = new Bytes()
                .put(3, 33, 0x80 | 0x01, 0x02, 0x03)
                .put(33, 0, 0x7f, 0xff, 0xff)
                .writeTo(folder.resolve("00002.bin"));
        Events events = Atis.read(file);
        assertArrayEquals(new int[] {3, 33}, events.x());
        assertArrayEquals(new int[] {33, 0}, events.y());
        assertArrayEquals(new int[] {1, 0}, events.polarity());
        assertArrayEquals(new long[] {0x010203, 0x7fffff}, events.time());
    }

    @Test
    void addsTimeAtAnOverflow() throws IOException {
        Path file = new Bytes()
                .put(1, 1, 0, 0, 5)
                .put(0, 240, 0, 0, 6)
                .put(2, 2, 0, 0, 7)
                .put(0, 240, 0, 0, 8)
                .put(3, 3, 0, 0, 9)
                .writeTo(folder.resolve("00002.bin"));
        Events events = Atis.read(file);
        assertArrayEquals(new int[] {1, 2, 3}, events.x());
        assertArrayEquals(new long[] {5, 7 + 8192, 9 + 2 * 8192}, events.time());
    }

    @Test
    void refusesTruncatedAndEmptyFiles() throws IOException {
        Path file = new Bytes().put(1, 2, 3, 4, 5, 6).writeTo(folder.resolve("00002.bin"));
        assertFormatException(() -> Atis.read(file), file.toString(), "it has 6 bytes, expected a multiple of 5");
        new Bytes().writeTo(file);
        assertFormatException(() -> Atis.read(file), file.toString(), "it holds no events");
        new Bytes().put(0, 240, 0, 0, 8).writeTo(file);
        assertFormatException(() -> Atis.read(file), "it holds no events");
    }
}
