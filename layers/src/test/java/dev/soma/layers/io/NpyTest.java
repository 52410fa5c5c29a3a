package dev.soma.layers.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.soma.runtime.catalog.HostArray;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTest {
    @TempDir
    Path folder;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void bringsArraysBackBitForBit(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        Path file = folder.resolve("a.npy");
        int[][] shapes = {{}, {1}, {0}, {3, 0, 2}, {5}, {2, 3, 4}, {16385}, {1, 1, 1, 1, 1, 1, 1}};
        for (int[] shape : shapes) {
            int length = (int) Shapes.elements(shape);
            float[] floats = new float[length];
            int[] ints = new int[length];
            for (int i = 0; i < length; i++) {
                floats[i] = Float.intBitsToFloat(random.nextInt() & 0xbfffffff); // no NaN
                ints[i] = random.nextInt();
            }
            Npy.write(file, HostArray.of(floats, shape));
            assertArray(Npy.read(file), floats, shape);
            Npy.write(file, HostArray.of(ints, shape));
            assertArray(Npy.read(file), ints, shape);
        }
    }

    /** The bytes of {@code numpy.save("a.npy", numpy.array([[1.5, -2]], "<f4"))}. */
    @Test
    void writesWhatNumpyWrites() throws IOException {
        Path file = folder.resolve("a.npy");
        Npy.write(file, HostArray.of(new float[] {1.5f, -2f}, 1, 2));
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }";
        ByteBuffer expected = ByteBuffer.allocate(128 + 8).order(ByteOrder.LITTLE_ENDIAN);
        expected.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        expected.putShort((short) 118);
        expected.put((header + " ".repeat(117 - header.length()) + "\n").getBytes(StandardCharsets.US_ASCII));
        expected.putFloat(1.5f).putFloat(-2f);
        assertArrayEquals(expected.array(), Files.readAllBytes(file));
    }

    @Test
    void readsEveryType() throws IOException {
        ByteBuffer data = ByteBuffer.allocate(16);
        assertArray(
                read(
                        "<f4",
                        "(2,)",
                        data.order(ByteOrder.LITTLE_ENDIAN)
                                .clear()
                                .putFloat(1.5f)
                                .putFloat(-2f)),
                new float[] {1.5f, -2f},
                2);
        assertArray(
                read(
                        ">f4",
                        "(2,)",
                        data.order(ByteOrder.BIG_ENDIAN).clear().putFloat(1.5f).putFloat(-2f)),
                new float[] {1.5f, -2f},
                2);
        assertArray(
                read(
                        "<f8",
                        "(2,)",
                        data.order(ByteOrder.LITTLE_ENDIAN)
                                .clear()
                                .putDouble(0.1)
                                .putDouble(1e300)),
                new float[] {0.1f, Float.POSITIVE_INFINITY},
                2);
        assertArray(
                read(">f8", "(1,)", data.order(ByteOrder.BIG_ENDIAN).clear().putDouble(0.1)), new float[] {0.1f}, 1);
        assertArray(
                read(
                        "<i4",
                        "(2,)",
                        data.order(ByteOrder.LITTLE_ENDIAN).clear().putInt(-7).putInt(1 << 30)),
                new int[] {-7, 1 << 30},
                2);
        assertArray(read(">i4", "(1,)", data.order(ByteOrder.BIG_ENDIAN).clear().putInt(-7)), new int[] {-7}, 1);
        assertArray(
                read(
                        "<i8",
                        "(2,)",
                        data.order(ByteOrder.LITTLE_ENDIAN).clear().putLong(-7).putLong(Integer.MAX_VALUE)),
                new int[] {-7, Integer.MAX_VALUE},
                2);
        assertArray(read(">i8", "(1,)", data.order(ByteOrder.BIG_ENDIAN).clear().putLong(-7)), new int[] {-7}, 1);
        assertArray(read("|u1", "(2,)", data.clear().put((byte) 200).put((byte) 3)), new int[] {200, 3}, 2);
        assertArray(read("|b1", "(2,)", data.clear().put((byte) 1).put((byte) 0)), new int[] {1, 0}, 2);
        assertArray(read("|u1", "()", data.clear().put((byte) 9)), new int[] {9});
        assertArray(read("|u1", "(2L, 1L)", data.clear().put((byte) 9).put((byte) 8)), new int[] {9, 8}, 2, 1);
    }

    @Test
    void turnsFortranOrderToRowMajor() throws IOException {
        ByteBuffer data = ByteBuffer.allocate(24 * 4).order(ByteOrder.LITTLE_ENDIAN);
        int[] expected = new int[24];
        for (int k = 0; k < 4; k++) {
            for (int j = 0; j < 3; j++) {
                for (int i = 0; i < 2; i++) {
                    data.putInt(100 * i + 10 * j + k);
                    expected[(i * 3 + j) * 4 + k] = 100 * i + 10 * j + k;
                }
            }
        }
        Path file = folder.resolve("a.npy");
        Files.write(file, bytes(1, "{'descr': '<i4', 'fortran_order': True, 'shape': (2, 3, 4), }", data));
        assertArray(Npy.read(file), expected, 2, 3, 4);
        Files.write(file, bytes(1, "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3, 4), }", data));
        assertEquals(Float.intBitsToFloat(123), Npy.read(file).floats()[expected.length - 1]);
        Files.write(
                file, bytes(1, "{'descr': '<i4', 'fortran_order': True, 'shape': (0, 3), }", ByteBuffer.allocate(0)));
        assertArray(Npy.read(file), new int[0], 0, 3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void readsEveryVersion(int version) throws IOException {
        Path file = folder.resolve("a.npy");
        ByteBuffer data = ByteBuffer.allocate(1).put((byte) 5);
        Files.write(file, bytes(version, "{'descr':'|u1','fortran_order':False,'shape':(1,)}", data));
        assertArray(Npy.read(file), new int[] {5}, 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }; its elements are '<c8', expected one of [f4, f8, i4, i8, u1, b1]",
                "{'descr': '<f2', 'fortran_order': False, 'shape': (1,), }; its elements are '<f2'",
                "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }; its elements are '|O'",
                "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }; its elements are [('a', '<f4')]",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }; truncated: 8 bytes of values, expected 12 for f4 [3]",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }; too long: 8 bytes of values, expected 4",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,), }; the shape (99999999999,), expected sizes of 0 to",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }; the shape (-1,)",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2147483647, 2147483647, 2147483647), }; at most 2147483639 elements",
                "{'descr': '<f4', 'fortran_order': False, 'shape': 2, }; expected a dictionary of descr, fortran_order and shape",
                "{'descr': '<f4', 'shape': (2,), }; expected a dictionary of descr, fortran_order and shape",
                "not a dictionary; expected a dictionary of descr, fortran_order and shape",
            })
    void refusesWhatItCannotRead(String header, String problem) throws IOException {
        Path file = folder.resolve("a.npy");
        Files.write(file, bytes(1, header, ByteBuffer.allocate(8).putLong(0)));
        Faults.assertFormatException(Npy::read, file, problem);
    }

    @Test
    void refusesNumbersThatAreNoInts() throws IOException {
        Path file = folder.resolve("a.npy");
        ByteBuffer data = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(1)
                .putLong(1L << 31);
        Files.write(file, bytes(1, "{'descr': '<i8', 'fortran_order': False, 'shape': (2,), }", data));
        Faults.assertFormatException(Npy::read, file, "element 1 is 2147483648");
    }

    @Test
    void refusesOtherVersionsAndOtherFiles() throws IOException {
        Path file = folder.resolve("a.npy");
        Files.write(file, bytes(4, "{}", ByteBuffer.allocate(0)));
        Faults.assertFormatException(Npy::read, file, "its format version is 4.0, expected 1.0, 2.0 or 3.0");
        Files.writeString(file, "PK\u0003\u0004 an archive of arrays");
        Faults.assertFormatException(Npy::read, file, "does not start as a .npy file does");
        assertThrows(NoSuchFileException.class, () -> Npy.read(folder.resolve("none.npy")));
    }

    @Test
    void refusesEveryTruncation() throws IOException {
        Path file = folder.resolve("a.npy");
        Npy.write(file, HostArray.of(new float[6], 2, 3));
        Faults.assertEveryTruncationIsRefused(Npy::read, folder.resolve("cut.npy"), Files.readAllBytes(file));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void readsOrRefusesWhatIsDamaged(long seed) throws IOException {
        Path file = folder.resolve("a.npy");
        Npy.write(file, HostArray.of(new float[6], 2, 3));
        Faults.assertDamageIsReadOrRefused(Npy::read, folder.resolve("damaged.npy"), Files.readAllBytes(file), seed);
    }

    private HostArray read(String descr, String shape, ByteBuffer data) throws IOException {
        Path file = folder.resolve("a.npy");
        Files.write(
                file, bytes(1, "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + ", }", data));
        return Npy.read(file);
    }

    /** A file of a version: its header, and the data up to the position of the buffer. */
    private static byte[] bytes(int version, String header, ByteBuffer data) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        bytes.write(header.length() + 1);
        bytes.write(0);
        if (version > 1) {
            bytes.write(0);
            bytes.write(0);
        }
        bytes.writeBytes((header + "\n").getBytes(StandardCharsets.US_ASCII));
        byte[] values = new byte[data.position()];
        data.get(0, values);
        bytes.writeBytes(values);
        return bytes.toByteArray();
    }

    private static void assertArray(HostArray actual, float[] expected, int... shape) {
        assertArrayEquals(shape, actual.shape());
        assertArrayEquals(expected, (float[]) actual.values());
    }

    private static void assertArray(HostArray actual, int[] expected, int... shape) {
        assertArrayEquals(shape, actual.shape());
        assertArrayEquals(expected, (int[]) actual.values());
    }
}
