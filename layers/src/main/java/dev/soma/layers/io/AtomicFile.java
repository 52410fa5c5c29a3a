package dev.soma.layers.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes files so that a kill or a crash at any moment leaves the old file or the new one, whole. The content is written beside
 * the target, under a name of its own that ends in {@code .tmp}, forced to the disk and then renamed over the target. A
 * kill can leave such a {@code .tmp} file behind; it may be deleted.
 */
public final class AtomicFile {
    private AtomicFile() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        /** Writes everything to the channel, from its start. */
        void writeTo(WritableByteChannel channel) throws IOException;
    }

    /**
     * Writes a file; its folder is created if there is none. If the target is a symbolic link, the file it points to is
     * replaced. If the content fails, the old file stays and nothing is left behind.
     */
    public static void write(Path target, Content content) throws IOException {
        Path file = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
        Path folder = file.resolveSibling("");
        Files.createDirectories(folder);
        // not createTempFile: its files are readable by their owner only
        Path temporary = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                content.writeTo(channel);
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (Throwable e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        forceFolder(folder);
    }

    /** The rename is on the disk only once the folder is. */
    private static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException _) {
            // some systems cannot open a folder: there the rename reaches the disk when the system pleases
        }
    }
}
