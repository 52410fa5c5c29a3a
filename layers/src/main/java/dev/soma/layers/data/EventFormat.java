package dev.soma.layers.data;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Files of an event camera.
 *
 * @param extension of the files, with its dot
 * @param height rows of the sensor
 * @param width columns of the sensor
 * @param reader reads a file
 */
public record EventFormat(String extension, int height, int width, Reader reader) {

    /** Reads an event file. */
    @FunctionalInterface
    public interface Reader {
        /** Reads a file. */
        Events read(Path file) throws IOException;
    }

    /** CIFAR10-DVS: a 128 x 128 sensor, {@code .aedat} files of version 2.0, as published, or 3.1. */
    public static EventFormat cifar10Dvs() {
        return new EventFormat(".aedat", 128, 128, Aedat::read);
    }

    /** N-MNIST: a 34 x 34 sensor, {@code .bin} files. */
    public static EventFormat nMnist() {
        return new EventFormat(".bin", 34, 34, Atis::read);
    }
}
