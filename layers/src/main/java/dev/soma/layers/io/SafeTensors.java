package dev.soma.layers.io;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes safetensors files: named arrays and free text, readable by the Python package {@code safetensors} and what
 * builds on it. The file: 8 bytes with the length of the header, little-endian; the header, a JSON object with the {@code
 * dtype}, {@code shape} and {@code data_offsets} of each tensor by its name, and optionally with {@code __metadata__}, an
 * object of strings; then the values, little-endian, row-major, one tensor after the other without gaps.
 *
 * <p>The order of a written file is that of the Python package: larger elements first, then by name, so that every tensor is
 * aligned to its elements. The same content always gives the same bytes.
 */
public final class SafeTensors {
    private static final String DAMAGED = SafeTensorsHeader.DAMAGED;

    private SafeTensors() {}

    /**
     * Writes a file, as {@link AtomicFile} does: a kill at any moment leaves the old file or the new one.
     *
     * @param tensors by name; the order does not matter
     * @param metadata free text by key; may be empty
     */
    public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) throws IOException {
        SafeTensorsHeader header = SafeTensorsHeader.of(tensors, metadata);
        byte[] text = header.toBytes();
        ByteBuffer start = ByteBuffer.allocate(Long.BYTES + text.length).order(ByteOrder.LITTLE_ENDIAN);
        start.putLong(text.length).put(text).flip();
        AtomicFile.write(file, channel -> {
            ArrayBytes.writeFully(channel, start);
            for (SafeTensorsHeader.Entry entry : header.entries()) {
                Tensor tensor = entry.in(tensors);
                ArrayBytes.write(channel, tensor.type(), tensor.values());
            }
        });
    }

    /**
     * Reads a whole file.
     *
     * @throws FormatException if the file is truncated, foreign or inconsistent, or has a type that {@link TensorType} lacks
     * @throws java.nio.file.NoSuchFileException if there is no such file
     */
    public static TensorFile read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            SafeTensorsHeader header = readHeader(file, channel);
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (SafeTensorsHeader.Entry entry : header.entries()) {
                Object values = ArrayBytes.read(channel, entry.type(), ByteOrder.LITTLE_ENDIAN, entry.length());
                tensors.put(entry.name(), new Tensor(entry.type(), entry.shape(), values));
            }
            return new TensorFile(tensors, header.metadata());
        } catch (EOFException e) {
            throw new FormatException(file, String.valueOf(e.getMessage()), DAMAGED, e);
        }
    }

    private static SafeTensorsHeader readHeader(Path file, FileChannel channel) throws IOException {
        long fileLength = channel.size();
        if (fileLength < Long.BYTES) {
            throw new FormatException(file, "it is truncated: " + fileLength + " bytes, expected at least 8", DAMAGED);
        }
        ByteBuffer lengthBytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        ArrayBytes.readFully(channel, lengthBytes);
        long headerLength = lengthBytes.flip().getLong();
        if (headerLength < 2 || headerLength > SafeTensorsHeader.LONGEST) {
            throw new FormatException(
                    file,
                    "the length of its header is " + Long.toUnsignedString(headerLength) + ", expected 2 to "
                            + SafeTensorsHeader.LONGEST,
                    DAMAGED);
        }
        if (headerLength > fileLength - Long.BYTES) {
            throw new FormatException(
                    file,
                    "it is truncated: its header should have " + headerLength + " bytes, the file has "
                            + (fileLength - Long.BYTES) + " after the first 8",
                    DAMAGED);
        }
        ByteBuffer text = ByteBuffer.allocate((int) headerLength);
        ArrayBytes.readFully(channel, text);
        SafeTensorsHeader header = SafeTensorsHeader.parse(file, text.flip());
        checkLayout(file, header.entries(), fileLength - Long.BYTES - headerLength);
        return header;
    }

    /** The tensors must cover the data: no overlap, no gap, nothing left, nothing missing. */
    private static void checkLayout(Path file, List<SafeTensorsHeader.Entry> entries, long dataLength)
            throws FormatException {
        long end = 0;
        String before = "the start of the data";
        for (SafeTensorsHeader.Entry entry : entries) {
            if (entry.end() > dataLength) {
                throw new FormatException(
                        file,
                        "it is truncated: the tensor '" + entry.name() + "' ends at byte " + entry.end()
                                + " of the data, the file has " + dataLength,
                        DAMAGED);
            }
            if (entry.begin() != end) {
                throw new FormatException(
                        file,
                        "the tensor '" + entry.name() + "' begins at byte " + entry.begin() + " of the data, "
                                + (entry.begin() < end ? "which overlaps " : "with a gap after ") + before
                                + ", expected " + end,
                        DAMAGED);
            }
            end = entry.end();
            before = "the tensor '" + entry.name() + "'";
        }
        if (end != dataLength) {
            throw new FormatException(file, "it has " + (dataLength - end) + " bytes of data after " + before, DAMAGED);
        }
    }
}
