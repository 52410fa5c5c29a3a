package dev.soma.layers.data;

import static dev.soma.layers.data.Failures.assertFormatException;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.soma.layers.io.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AedatTest {
    private static final int POLARITY = 1;
    private static final int IMU6 = 3;

    @TempDir
    Path folder;

    private static Bytes version2() {
        return new Bytes()
                .text("#!AER-DAT2.0\r\n# This is a raw AE data file - do not edit\r\n")
                .text("# Data format is int32 address, int32 timestamp (8 bytes total), repeated for each event\r\n");
    }

    private static Bytes version3() {
        return new Bytes()
                .text("#!AER-DAT3.1\r\n#Format: RAW\r\n#Source 0: DVS128\r\n")
                .text("#Start-Time: 2016-05-03 10:00:00 (TZ+0200)\r\n#!END-HEADER\r\n");
    }

    private static Bytes packet(Bytes bytes, int type, int eventBytes, int overflows, int capacity, int number) {
        return bytes.put(type, 0, 0, 0).littleEndian(eventBytes, 4, overflows, capacity, number, number);
    }

    private static int polarityEvent(int x, int y, int polarity, int valid) {
        return x << 17 | y << 2 | polarity << 1 | valid;
    }

    @Test
    void readsVersion2AsSpikingJellyDoes() throws IOException {
        Path file = version2()
                .bigEndian(100 << 8 | 3 << 1 | 1, 1000)
                .bigEndian(127 << 8, -1)
                .bigEndian(0x8000 | 5 << 8, 2000)
                .writeTo(folder.resolve("a.aedat"));
        Events events = Aedat.read(file);
        assertArrayEquals(new int[] {127 - 100, 0}, events.x());
        assertArrayEquals(new int[] {127 - 3, 127}, events.y());
        assertArrayEquals(new int[] {0, 1}, events.polarity());
        assertArrayEquals(new long[] {1000, 0xffffffffL}, events.time());
    }

    @Test
    void readsValidPolarityEventsOfVersion3AndSkipsTheRest() throws IOException {
        Bytes bytes = version3();
        packet(bytes, POLARITY, 8, 0, 3, 2)
                .littleEndian(polarityEvent(127, 5, 1, 1), 10)
                .littleEndian(polarityEvent(1, 126, 0, 1), 20)
                .littleEndian(polarityEvent(9, 9, 1, 1), 25); // beyond the number
        packet(bytes, IMU6, 36, 0, 1, 1).put(new int[36]);
        packet(bytes, 0, 8, 0, 2, 2).littleEndian(3, 30, 3, 30); // special events
        packet(bytes, POLARITY, 8, 0, 0, 0);
        packet(bytes, POLARITY, 8, 2, 2, 2)
                .littleEndian(polarityEvent(4, 4, 1, 0), 35) // not valid
                .littleEndian(polarityEvent(0x7fff, 0x7fff, 0, 1), 40);
        Events events = Aedat.read(bytes.writeTo(folder.resolve("a.aedat")));
        assertArrayEquals(new int[] {127, 1, 0x7fff}, events.x());
        assertArrayEquals(new int[] {5, 126, 0x7fff}, events.y());
        assertArrayEquals(new int[] {1, 0, 0}, events.polarity());
        assertArrayEquals(new long[] {10, 20, (2L << 31) + 40}, events.time());
    }

    @ParameterizedTest
    @CsvSource({"'', ''", "#!AER-DAT4.0, #!AER-DAT4.0", "PK, PK", "#!AER-DAT3.10, #!AER-DAT3.10"})
    void refusesOtherVersionsAndOtherFiles(String start, String named) throws IOException {
        Path file = new Bytes().text(start).text("\r\n").bigEndian(0, 0).writeTo(folder.resolve("a.aedat"));
        assertFormatException(
                () -> Aedat.read(file), file + ": it starts with '" + named + "'", "#!AER-DAT2.0 or #!AER-DAT3.1");
    }

    @Test
    void refusesTruncatedFiles() throws IOException {
        Path file = folder.resolve("a.aedat");
        version2().bigEndian(0, 1, 2).writeTo(file);
        assertFormatException(() -> Aedat.read(file), file.toString(), "12 bytes of events, expected a multiple of 8");
        byte[] whole = packet(version3(), POLARITY, 8, 0, 1, 1)
                .littleEndian(polarityEvent(1, 2, 0, 1), 10)
                .toArray();
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertFormatException(() -> Aedat.read(file), file + ": ");
        }
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        assertFormatException(() -> Aedat.read(file), "should have 8 bytes of events, the file has 7");
        Files.write(file, Arrays.copyOf(whole, whole.length - 9));
        assertFormatException(() -> Aedat.read(file), "truncated in the header of the packet");
    }

    @Test
    void refusesFilesWithoutEvents() throws IOException {
        Path file = folder.resolve("a.aedat");
        version2().writeTo(file);
        assertFormatException(() -> Aedat.read(file), "it holds no events");
        packet(version3(), IMU6, 36, 0, 1, 1).put(new int[36]).writeTo(file);
        assertFormatException(() -> Aedat.read(file), "it holds no events");
    }

    @Test
    void refusesWhatIsInconsistent() throws IOException {
        Path file = folder.resolve("a.aedat");
        packet(version3(), POLARITY, 12, 0, 1, 1).put(new int[12]).writeTo(file);
        assertFormatException(() -> Aedat.read(file), "says type 1, 12 bytes an event, 1 of 1 events");
        packet(version3(), POLARITY, 8, 0, 1, 2).put(new int[8]).writeTo(file);
        assertFormatException(() -> Aedat.read(file), "2 of 1 events");
        packet(version3(), POLARITY, 8, 0, -1, -1).writeTo(file);
        assertFormatException(() -> Aedat.read(file), "-1 of -1 events");
        packet(version3(), IMU6, Integer.MAX_VALUE, 0, Integer.MAX_VALUE, 1).writeTo(file);
        assertFormatException(() -> Aedat.read(file), "the file has 0");
        new Bytes().text("#!AER-DAT3.1\r\n#Format: RAW\r\n").put(new int[40]).writeTo(file);
        assertFormatException(() -> Aedat.read(file), "its header does not end with #!END-HEADER");
        new Bytes()
                .text("#!AER-DAT3.1\r\n#Format: Compressed\r\n#!END-HEADER\r\n")
                .writeTo(file);
        assertFormatException(() -> Aedat.read(file), "#Format: Compressed");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void readsOrRefusesWhatIsDamaged(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        Path file = folder.resolve("a.aedat");
        byte[] whole = packet(version3(), POLARITY, 8, 0, 2, 2)
                .littleEndian(polarityEvent(1, 2, 0, 1), 10, polarityEvent(1, 2, 0, 1), 11)
                .toArray();
        for (int round = 0; round < 300; round++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            Files.write(file, damaged);
            try {
                assertTrue(Aedat.read(file).count() > 0);
            } catch (FormatException e) {
                assertTrue(String.valueOf(e.getMessage()).startsWith(file + ": "), e.getMessage());
            }
        }
    }
}
