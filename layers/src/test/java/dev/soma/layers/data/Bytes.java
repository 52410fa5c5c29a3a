package dev.soma.layers.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Writes files byte by byte. */
final class Bytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Bytes put(int... values) {
        for (int value : values) {
            bytes.write(value);
        }
        return this;
    }

    Bytes text(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    Bytes bigEndian(int... values) {
        for (int value : values) {
            put(value >> 24, value >> 16, value >> 8, value);
        }
        return this;
    }

    Bytes littleEndian(int... values) {
        for (int value : values) {
            put(value, value >> 8, value >> 16, value >> 24);
        }
        return this;
    }

    /** All but the last bytes. */
    Bytes without(int count) {
        byte[] all = toArray();
        bytes.reset();
        bytes.write(all, 0, all.length - count);
        return this;
    }

    byte[] toArray() {
        return bytes.toByteArray();
    }

    Path writeTo(Path file) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        return Files.write(file, toArray());
    }

    Path zipTo(Path file) throws IOException {
        try (OutputStream stream = new GZIPOutputStream(Files.newOutputStream(file))) {
            stream.write(toArray());
        }
        return file;
    }

    /** An IDX file of images of which each pixel is {@code image + its place}. */
    static Bytes idxImages(int count, int height, int width) {
        Bytes bytes = new Bytes().bigEndian(0x803, count, height, width);
        for (int image = 0; image < count; image++) {
            for (int i = 0; i < height * width; i++) {
                bytes.put(image + i);
            }
        }
        return bytes;
    }

    /** An IDX file of labels. */
    static Bytes idxLabels(int... labels) {
        return new Bytes().bigEndian(0x801, labels.length).put(labels);
    }

    static float[] read(Dataset dataset, int index) {
        float[] target = new float[dataset.sampleLength() + 2];
        Arrays.fill(target, -7f);
        dataset.read(index, target, 1);
        if (target[0] != -7f || target[target.length - 1] != -7f) {
            throw new AssertionError("read wrote beside its target");
        }
        return Arrays.copyOfRange(target, 1, target.length - 1);
    }
}
