package dev.soma.layers.data;

import dev.soma.layers.io.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Event files of the ATIS camera, as N-MNIST and N-Caltech101 have them. An event has 40 bits, big-endian: 8 bits x, 8 bits y, 1 bit
 * polarity, 23 bits time in microseconds. As in the reader of the authors, an event in row 240 is none: from there on 8192
 * microseconds are added to each time.
 */
public final class Atis {
    private static final int BYTES = 5;
    private static final int OVERFLOW_ROW = 240;
    private static final int OVERFLOW_TIME = 1 << 13;

    private Atis() {}

    /**
     * Reads a file.
     *
     * @throws FormatException if the file is truncated or holds no events
     */
    public static Events read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length % BYTES != 0) {
            throw new FormatException(
                    file,
                    "it has " + bytes.length + " bytes, expected a multiple of " + BYTES + ", the bytes of an event",
                    "it is truncated or no such file: fetch it again");
        }
        EventList events = new EventList(bytes.length / BYTES);
        long added = 0;
        for (int i = 0; i < bytes.length; i += BYTES) {
            int y = bytes[i + 1] & 0xff;
            if (y == OVERFLOW_ROW) {
                added += OVERFLOW_TIME;
                continue;
            }
            int time = (bytes[i + 2] & 0x7f) << 16 | (bytes[i + 3] & 0xff) << 8 | (bytes[i + 4] & 0xff);
            events.add(bytes[i] & 0xff, y, (bytes[i + 2] & 0x80) >> 7, time + added);
        }
        return events.toEvents(file);
    }
}
