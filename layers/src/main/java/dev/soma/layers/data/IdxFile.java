package dev.soma.layers.data;

import dev.soma.layers.io.FormatException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file in MNIST's IDX format: a magic number (two zero bytes, the type of the elements, the number of sizes), the sizes as
 * 32-bit big-endian numbers, the elements. Only unsigned bytes (type 8).
 */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier: never compared, never a key
record IdxFile(int[] shape, byte[] values) {
    private static final int UNSIGNED_BYTE = 0x08;
    private static final String DAMAGED = "it is damaged or no IDX file: fetch it again";
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    /**
     * Reads a file, gzipped or not: its first bytes tell.
     *
     * @param source named in errors
     * @param sizes the number of sizes the file must have
     */
    static IdxFile read(InputStream stream, Object source, int sizes) throws IOException {
        try {
            return parse(new DataInputStream(unzipped(stream)), source, sizes);
        } catch (EOFException e) {
            throw new FormatException(source, "it is truncated", DAMAGED, e);
        } catch (ZipException e) {
            throw new FormatException(source, "its compressed data is damaged: " + e.getMessage(), DAMAGED, e);
        }
    }

    private static InputStream unzipped(InputStream stream) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(stream);
        buffered.mark(2);
        boolean gzipped = buffered.read() == GZIP_FIRST && buffered.read() == GZIP_SECOND;
        buffered.reset();
        return gzipped ? new GZIPInputStream(buffered, 1 << 16) : buffered;
    }

    private static IdxFile parse(DataInputStream stream, Object source, int sizes) throws IOException {
        int expectedMagic = UNSIGNED_BYTE << 8 | sizes;
        int magic = stream.readInt();
        if (magic != expectedMagic) {
            throw new FormatException(
                    source,
                    String.format("its magic number is 0x%08x, expected 0x%08x", magic, expectedMagic),
                    "check that it is an IDX file, and that images (0x00000803) and labels (0x00000801) are not exchanged");
        }
        int[] shape = new int[sizes];
        long length = 1;
        for (int i = 0; i < sizes; i++) {
            shape[i] = stream.readInt();
            // at most 2^31 times 2^31, or it stops here
            length *= shape[i];
            if (shape[i] < 1 || length > Integer.MAX_VALUE - 8) {
                throw new FormatException(
                        source,
                        "its sizes are " + Arrays.toString(Arrays.copyOf(shape, i + 1))
                                + ", expected positive ones and at most " + (Integer.MAX_VALUE - 8) + " values",
                        DAMAGED);
            }
        }
        byte[] values = stream.readNBytes((int) length);
        if (values.length < length) {
            throw new FormatException(
                    source, "it is truncated: " + values.length + " values, expected " + length, DAMAGED);
        }
        if (stream.read() >= 0) {
            throw new FormatException(source, "it goes on after its " + length + " values", DAMAGED);
        }
        return new IdxFile(shape, values);
    }
}
