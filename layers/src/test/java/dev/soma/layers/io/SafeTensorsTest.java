package dev.soma.layers.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.soma.runtime.catalog.HostArray;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTensorsTest {
    @TempDir
    Path folder;

    @Test
    void readsWhatPythonWrote() throws IOException {
        TensorFile content = SafeTensors.read(writePythons());
        assertEquals(
                List.of("steps", "conv.weight", "empty", "größe \"x\"", "labels", "mask"),
                List.copyOf(content.tensors().keySet()));
        assertEquals(Map.of("format", "pt", "note", "written by Python"), content.metadata());
        assertArrayEquals(new int[] {2, 3}, tensor(content, "conv.weight").shape());
        assertArrayEquals(
                new float[] {1.5f, -2.25f, 0f, Float.MAX_VALUE, Float.MIN_VALUE, Float.POSITIVE_INFINITY},
                tensor(content, "conv.weight").floats());
        assertArrayEquals(new int[0], tensor(content, "steps").shape());
        assertArrayEquals(
                new long[] {9007199254740993L}, tensor(content, "steps").longs());
        assertArrayEquals(
                new int[] {-1, 0, 7, Integer.MAX_VALUE},
                tensor(content, "labels").ints());
        assertArrayEquals(new byte[] {0, 1, -1}, tensor(content, "mask").bytes());
        assertArrayEquals(new int[] {0, 4}, tensor(content, "empty").shape());
        assertArrayEquals(new float[0], tensor(content, "empty").floats());
    }

    @Test
    void writesTheBytesThatPythonWrote() throws IOException {
        Path pythons = writePythons();
        TensorFile content = SafeTensors.read(pythons);
        Path ours = folder.resolve("ours.safetensors");
        SafeTensors.write(ours, content.tensors(), content.metadata());
        assertArrayEquals(Files.readAllBytes(pythons), Files.readAllBytes(ours));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void bringsArraysBackBitForBit(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        // one less than, exactly and one more than what is written at once, and some
        int[] lengths = {16383, 16384, 16385, 40000, 1};
        Path file = folder.resolve("a.safetensors");
        for (int length : lengths) {
            float[] floats = new float[length];
            long[] longs = new long[length];
            byte[] bytes = new byte[length];
            for (int i = 0; i < length; i++) {
                floats[i] = Float.intBitsToFloat(random.nextInt() & 0xbfffffff); // no NaN
                longs[i] = random.nextLong();
            }
            random.nextBytes(bytes);
            SafeTensors.write(
                    file,
                    Map.of(
                            "b",
                            Tensor.of(bytes, length),
                            "f",
                            Tensor.of(floats, 1, length),
                            "l",
                            Tensor.of(longs, length)),
                    Map.of());
            TensorFile content = SafeTensors.read(file);
            assertEquals(Map.of(), content.metadata());
            assertArrayEquals(floats, tensor(content, "f").floats());
            assertArrayEquals(longs, tensor(content, "l").longs());
            assertArrayEquals(bytes, tensor(content, "b").bytes());
        }
    }

    @Test
    void alignsEveryTensorToItsElements() throws IOException {
        Path file = folder.resolve("a.safetensors");
        SafeTensors.write(
                file,
                Map.of("a", Tensor.of(new byte[3], 3), "b", Tensor.of(new float[1], 1), "c", Tensor.of(new long[1], 1)),
                Map.of("k", "a \"quoted\" line\n and ümlauts"));
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        long headerLength = bytes.getLong();
        assertEquals(0, headerLength % 8);
        assertEquals(
                List.of("c", "b", "a"),
                List.copyOf(SafeTensors.read(file).tensors().keySet()));
        assertEquals(
                "a \"quoted\" line\n and ümlauts",
                SafeTensors.read(file).metadata().get("k"));
    }

    @Test
    void writesNoTensorsAtAll() throws IOException {
        Path file = folder.resolve("a.safetensors");
        SafeTensors.write(file, Map.of(), Map.of());
        assertEquals(Map.of(), SafeTensors.read(file).tensors());
    }

    @Test
    void takesHostArrays() {
        assertArrayEquals(
                new float[] {1, 2},
                Tensor.of(HostArray.of(new float[] {1, 2}, 2)).floats());
        assertArrayEquals(
                new int[] {1, 2}, Tensor.of(HostArray.of(new int[] {1, 2}, 2)).ints());
        assertThrows(IllegalStateException.class, () -> Tensor.of(new int[1], 1).floats());
        assertThrows(IllegalArgumentException.class, () -> Tensor.of(new float[3], 2));
        assertThrows(IllegalArgumentException.class, () -> Tensor.of(new float[2], -1, -2));
        assertThrows(IllegalArgumentException.class, () -> new Tensor(TensorType.F32, new int[] {1}, new int[1]));
    }

    @Test
    void refusesTheReservedName() {
        Path file = folder.resolve("a.safetensors");
        assertThrows(
                IllegalArgumentException.class,
                () -> SafeTensors.write(file, Map.of("__metadata__", Tensor.of(new int[1], 1)), Map.of()));
        assertEquals(false, Files.exists(file));
    }

    @Test
    void refusesEveryTruncation() throws IOException {
        byte[] content = Files.readAllBytes(writePythons());
        Faults.assertEveryTruncationIsRefused(SafeTensors::read, folder.resolve("cut.safetensors"), content);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void readsOrRefusesWhatIsDamaged(long seed) throws IOException {
        byte[] content = Files.readAllBytes(writePythons());
        Faults.assertDamageIsReadOrRefused(SafeTensors::read, folder.resolve("damaged.safetensors"), content, seed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "8  | {\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | 'b' begins at byte 4 of the data, which overlaps the tensor 'a', expected 8",
                "12 | {\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}} | 'b' begins at byte 8 of the data, with a gap after the tensor 'a', expected 4",
                "8  | {\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | with a gap after the start of the data",
                "8  | {\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}} | truncated: the tensor 'a' ends at byte 12 of the data, the file has 8",
                "8  | {\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} | it has 4 bytes of data after the tensor 'a'",
                "4  | {} | it has 4 bytes of data after the start of the data",
                "8  | {\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}} | of shape [3] and dtype F32 has 8 bytes, expected 12",
                "8  | {\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}} | data_offsets [8,0]",
                "8  | {\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-8,0]}} | data_offsets [-8,0]",
                "8  | {\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0.0,8.0]}} | data_offsets [0.0,8.0]",
                "8  | {\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,99999999999999999999]}} | data_offsets",
                "8  | {\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}} | the shape [-2]",
                "8  | {\"a\":{\"dtype\":\"F32\",\"shape\":[\"2\"],\"data_offsets\":[0,8]}} | the shape [\"2\"]",
                "8  | {\"a\":{\"dtype\":\"F32\",\"shape\":[65536,65536,65536,65536],\"data_offsets\":[0,8]}} | expected at most 2147483639 elements",
                "4  | {\"a\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[0,4]}} | the dtype BF16, expected one of [I64, F32, I32, U8]; convert it",
                "8  | {\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}} | lacks a dtype, a shape or two data_offsets",
                "8  | {\"a\":7} | lacks a dtype, a shape or two data_offsets",
                "8  | {\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | Duplicate",
                "0  | {\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}} | Duplicate",
                "0  | {\"__metadata__\":{\"a\":1}} | no object of strings",
                "0  | {\"__metadata__\":[]} | no object of strings",
                "0  | [1,2] | no JSON object",
                "0  | {} {} | no valid JSON",
                "0  | {\"a\": | no valid JSON",
            })
    void refusesWhatIsInconsistent(int dataLength, String header, String problem) throws IOException {
        Path file = write(header.getBytes(StandardCharsets.UTF_8), dataLength);
        Faults.assertFormatException(SafeTensors::read, file, problem);
    }

    @Test
    void refusesAHeaderThatIsNotUtf8() throws IOException {
        Path file = write(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}, 0);
        Faults.assertFormatException(SafeTensors::read, file, "not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 100_000_001, Long.MAX_VALUE, -1})
    void refusesAnAbsurdHeaderLength(long length) throws IOException {
        Path file = folder.resolve("a.safetensors");
        ByteBuffer bytes =
                ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
        Files.write(file, bytes.array());
        Faults.assertFormatException(
                SafeTensors::read, file, "the length of its header is " + Long.toUnsignedString(length));
    }

    @Test
    void refusesAHeaderLongerThanTheFile() throws IOException {
        Path file = folder.resolve("a.safetensors");
        Files.write(
                file,
                ByteBuffer.allocate(64)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(57)
                        .array());
        Faults.assertFormatException(
                SafeTensors::read, file, "truncated: its header should have 57 bytes, the file has 56");
    }

    @Test
    void refusesAMissingFile() {
        assertThrows(NoSuchFileException.class, () -> SafeTensors.read(folder.resolve("none")));
    }

    private Path write(byte[] header, int dataLength) throws IOException {
        Path file = folder.resolve("a.safetensors");
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + dataLength).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length).put(header);
        Files.write(file, bytes.array());
        return file;
    }

    /** A file that version 0.8.0 of the Python package wrote. */
    private Path writePythons() throws IOException {
        Path file = folder.resolve("python.safetensors");
        try (InputStream stream = SafeTensorsTest.class.getResourceAsStream("python.safetensors")) {
            Files.write(file, Objects.requireNonNull(stream).readAllBytes());
        }
        return file;
    }

    private static Tensor tensor(TensorFile content, String name) {
        return Objects.requireNonNull(content.tensors().get(name), name);
    }
}
