package dev.soma.layers.data;

import dev.soma.layers.io.FormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Event files of iniVation's cameras, AEDAT 2.0 and 3.1; the first line, {@code #!AER-DAT2.0} or {@code #!AER-DAT3.1}, tells.
 *
 * <p><b>AEDAT 2.0</b>, the format of the published CIFAR10-DVS: lines that start with {@code #}, then events of 8 bytes, big-endian:
 * address and time in microseconds. The address is taken as the DVS128 camera's: bit 0 polarity, bits 1 to 7 x, bits 8 to 14 y,
 * bit 15 an external event, which is skipped. As in SpikingJelly's reader of CIFAR10-DVS the image is turned upright: column
 * {@code 127 - y}, row {@code 127 - x}; a polarity bit of 0 is ON.
 *
 * <p><b>AEDAT 3.1</b>: lines that start with {@code #}, the last one {@code #!END-HEADER}, then packets, little-endian. A packet has a
 * header of 28 bytes and events of one type. Of polarity events (type 1, 8 bytes: bit 0 valid, bit 1 polarity, bits 2 to 16 y,
 * bits 17 to 31 x, then the time) those that are marked valid are read; packets of other types, such as frames, special and IMU
 * events, are skipped.
 */
public final class Aedat {
    private static final String DAMAGED = "it is damaged or no such file: fetch it again";
    private static final int DVS128_LAST = 127;
    private static final int EVENT_BYTES = 8;
    private static final int PACKET_HEADER_BYTES = 28;
    private static final int POLARITY = 1;

    private Aedat() {}

    /**
     * Reads a file.
     *
     * @throws FormatException if the file is truncated, of another version, or holds no events
     */
    public static Events read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        String version = line(bytes);
        return switch (version) {
            case "#!AER-DAT2.0" -> readVersion2(file, bytes);
            case "#!AER-DAT3.1" -> readVersion3(file, bytes);
            default ->
                throw new FormatException(
                        file,
                        "it starts with '" + version.replaceAll("\\P{Print}", "?")
                                + "', expected #!AER-DAT2.0 or #!AER-DAT3.1",
                        "it is no AEDAT file or one of another version: convert it");
        };
    }

    private static Events readVersion2(Path file, ByteBuffer bytes) throws FormatException {
        while (bytes.hasRemaining() && bytes.get(bytes.position()) == '#') {
            skipLine(bytes);
        }
        if (bytes.remaining() % EVENT_BYTES != 0) {
            throw new FormatException(
                    file,
                    "it has " + bytes.remaining() + " bytes of events, expected a multiple of " + EVENT_BYTES,
                    DAMAGED);
        }
        bytes.order(ByteOrder.BIG_ENDIAN);
        EventList events = new EventList(bytes.remaining() / EVENT_BYTES);
        while (bytes.hasRemaining()) {
            int address = bytes.getInt();
            long time = Integer.toUnsignedLong(bytes.getInt());
            if ((address & 0x8000) == 0) {
                int x = (address & 0xfe) >> 1;
                int y = (address & 0x7f00) >> 8;
                events.add(DVS128_LAST - y, DVS128_LAST - x, 1 - (address & 1), time);
            }
        }
        return events.toEvents(file);
    }

    private static Events readVersion3(Path file, ByteBuffer bytes) throws FormatException {
        String line = "";
        while (!line.equals("#!END-HEADER")) {
            line = line(bytes);
            if (!line.startsWith("#")) {
                throw new FormatException(file, "its header does not end with #!END-HEADER", DAMAGED);
            }
            if (line.startsWith("#Format:") && !line.equals("#Format: RAW")) {
                throw new FormatException(file, "its header says '" + line + "', expected #Format: RAW", "convert it");
            }
        }
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        EventList events = new EventList(bytes.remaining() / EVENT_BYTES);
        while (bytes.hasRemaining()) {
            readPacket(file, bytes, events);
        }
        return events.toEvents(file);
    }

    private static void readPacket(Path file, ByteBuffer bytes, EventList events) throws FormatException {
        int start = bytes.position();
        if (bytes.remaining() < PACKET_HEADER_BYTES) {
            throw new FormatException(file, "it is truncated in the header of the packet at byte " + start, DAMAGED);
        }
        int type = bytes.getShort(start);
        int eventBytes = bytes.getInt(start + 4);
        int overflows = bytes.getInt(start + 12);
        int capacity = bytes.getInt(start + 16);
        int number = bytes.getInt(start + 20);
        bytes.position(start + PACKET_HEADER_BYTES);
        boolean plausible = eventBytes >= 0 && capacity >= 0 && number >= 0 && number <= capacity && overflows >= 0;
        if (!plausible || (type == POLARITY && eventBytes != EVENT_BYTES)) {
            throw new FormatException(
                    file,
                    "the packet at byte " + start + " says type " + type + ", " + eventBytes + " bytes an event, "
                            + number + " of " + capacity + " events, " + overflows + " overflows",
                    DAMAGED);
        }
        long length = (long) eventBytes * capacity;
        if (length > bytes.remaining()) {
            throw new FormatException(
                    file,
                    "it is truncated: the packet at byte " + start + " should have " + length
                            + " bytes of events, the file has " + bytes.remaining(),
                    DAMAGED);
        }
        int end = bytes.position() + (int) length;
        for (int i = 0; type == POLARITY && i < number; i++) {
            int data = bytes.getInt();
            long time = (long) overflows << 31 | Integer.toUnsignedLong(bytes.getInt());
            if ((data & 1) == 1) {
                events.add(data >>> 17, (data >> 2) & 0x7fff, (data >> 1) & 1, time);
            }
        }
        bytes.position(end);
    }

    /** The next line without its end; empty at the end of the file. */
    private static String line(ByteBuffer bytes) {
        int start = bytes.position();
        skipLine(bytes);
        // what is no header is cut: it may be millions of bytes
        byte[] line = new byte[Math.min(bytes.position() - start, 200)];
        bytes.get(start, line);
        return new String(line, StandardCharsets.US_ASCII).strip();
    }

    private static void skipLine(ByteBuffer bytes) {
        while (bytes.hasRemaining() && bytes.get() != '\n') {
            // the end of the line is all that counts
        }
    }
}
