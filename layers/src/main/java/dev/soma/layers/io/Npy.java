package dev.soma.layers.io;

import dev.soma.runtime.catalog.HostArray;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Reads and writes {@code .npy} files, the format of {@code numpy.save}.
 *
 * <p>Read: format versions 1.0, 2.0 and 3.0, both byte orders, row-major and Fortran order (which is converted to row-major).
 * {@code f4} becomes float; {@code f8} becomes float, rounded to the nearest; {@code i4}, {@code u1} and {@code b1} become int;
 * {@code i8} becomes int, and a value that does not fit is an error. Written: version 1.0, {@code <f4} and {@code <i4}.
 */
public final class Npy {
    static final String DAMAGED = "it is damaged or no .npy file: write it again with numpy.save";

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int START = MAGIC.length + 2;
    private static final int ALIGNMENT = 64;
    private static final int LONGEST_HEADER = 1 << 20;

    private Npy() {}

    /** Writes an array, as {@link AtomicFile} does: a kill at any moment leaves the old file or the new one. */
    public static void write(Path file, HostArray array) throws IOException {
        TensorType type = array.values() instanceof float[] ? TensorType.F32 : TensorType.I32;
        byte[] header = NpyHeader.text(type == TensorType.F32 ? "<f4" : "<i4", array.shape())
                .getBytes(StandardCharsets.US_ASCII);
        int start = START + Short.BYTES;
        int padded = Math.ceilDiv(start + header.length + 1, ALIGNMENT) * ALIGNMENT - start;
        if (padded > 0xffff) {
            throw new IllegalArgumentException(
                    "the shape has " + array.shape().length + " sizes, more than the header of a .npy file holds");
        }
        byte[] line = Arrays.copyOf(header, padded);
        Arrays.fill(line, header.length, padded - 1, (byte) ' ');
        line[padded - 1] = '\n';
        ByteBuffer bytes = ByteBuffer.allocate(start + padded).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) padded).put(line);
        bytes.flip();
        AtomicFile.write(file, channel -> {
            ArrayBytes.writeFully(channel, bytes);
            ArrayBytes.write(channel, type, array.values());
        });
    }

    /**
     * Reads an array.
     *
     * @throws FormatException if the file is truncated, foreign or inconsistent, or has another element type
     * @throws java.nio.file.NoSuchFileException if there is no such file
     */
    public static HostArray read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            NpyHeader header = NpyHeader.parse(file, headerText(file, channel));
            long length = Shapes.elements(header.shape());
            if (length > Shapes.LONGEST_ARRAY) {
                throw new FormatException(
                        file,
                        "it has the shape " + Arrays.toString(header.shape()) + ", expected at most "
                                + Shapes.LONGEST_ARRAY + " elements",
                        "split it before it is saved");
            }
            long expected = length * header.type().bytes();
            long actual = channel.size() - channel.position();
            if (actual != expected) {
                throw new FormatException(
                        file,
                        (actual < expected ? "it is truncated: " : "it is too long: ") + actual
                                + " bytes of values, expected " + expected + " for " + header.type() + " "
                                + Arrays.toString(header.shape()),
                        DAMAGED);
            }
            Object values = header.type().read(file, channel, header.order(), (int) length);
            return new HostArray(header.shape(), header.fortranOrder() ? rowMajor(values, header.shape()) : values);
        } catch (EOFException e) {
            throw new FormatException(file, String.valueOf(e.getMessage()), DAMAGED, e);
        }
    }

    private static String headerText(Path file, FileChannel channel) throws IOException {
        byte[] start = new byte[(int) Math.min(START, channel.size())];
        ArrayBytes.readFully(channel, ByteBuffer.wrap(start));
        if (start.length < START || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new FormatException(file, "it does not start as a .npy file does", DAMAGED);
        }
        int major = start[MAGIC.length];
        int minor = start[MAGIC.length + 1];
        if (major < 1 || major > 3 || minor != 0) {
            throw new FormatException(
                    file,
                    "its format version is " + major + "." + minor + ", expected 1.0, 2.0 or 3.0",
                    "write it again with numpy.save");
        }
        ByteBuffer field = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        field.limit(major == 1 ? Short.BYTES : Integer.BYTES);
        long left = channel.size() - START - field.limit();
        if (left < 0) {
            throw new FormatException(file, "it is truncated: it ends before its header", DAMAGED);
        }
        ArrayBytes.readFully(channel, field);
        long length = Integer.toUnsignedLong(field.clear().getInt());
        if (length > Math.min(left, LONGEST_HEADER)) {
            throw new FormatException(
                    file,
                    "its header should have " + length + " bytes, expected at most " + Math.min(left, LONGEST_HEADER),
                    DAMAGED);
        }
        ByteBuffer text = ByteBuffer.allocate((int) length);
        ArrayBytes.readFully(channel, text);
        // UTF-8 since version 3.0, Latin-1 before; what matters is ASCII
        return (major == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1)
                .decode(text.flip())
                .toString();
    }

    /** Values whose first index runs fastest, in the order in which the last one does. */
    private static Object rowMajor(Object values, int... shape) {
        int[] index = new int[shape.length];
        float[] floats = values instanceof float[] array ? new float[array.length] : new float[0];
        int[] ints = values instanceof int[] array ? new int[array.length] : new int[0];
        int length = Math.max(floats.length, ints.length);
        for (int target = 0; target < length; target++) {
            int source = 0;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                source = source * shape[axis] + index[axis];
            }
            if (values instanceof float[] array) {
                floats[target] = array[source];
            } else {
                ints[target] = ((int[]) values)[source];
            }
            for (int axis = shape.length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--) {
                index[axis] = 0;
            }
        }
        return values instanceof float[] ? floats : ints;
    }
}
