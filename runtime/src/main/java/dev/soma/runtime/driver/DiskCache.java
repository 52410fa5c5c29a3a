package dev.soma.runtime.driver;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiled programs on disk, one file each, safe for several processes at once. A file is written beside its place and
 * renamed; one that is truncated, corrupt or foreign counts as absent. A folder that cannot be written costs speed only:
 * it is told once.
 *
 * <p>A file is its {@link #MAGIC}, the SHA-256 of the rest, the key's SHA-256, and the content.
 */
public final class DiskCache {
    /** How every file begins. */
    static final String MAGIC = "soma cache 1\n";

    private static final Logger LOG = LoggerFactory.getLogger(DiskCache.class);
    private static final AtomicBoolean SAID = new AtomicBoolean();
    private static final int HASH_BYTES = 32;

    private final @Nullable Path folder;

    /** A cache in that folder, which is made when needed; null for a cache that keeps nothing. */
    public DiskCache(@Nullable Path folder) {
        this.folder = folder;
    }

    /** The cache in the user's {@link CacheFolder}. */
    public static DiskCache standard() {
        return new DiskCache(CacheFolder.find().orElse(null));
    }

    /** Whether it keeps anything. */
    public boolean enabled() {
        return folder != null;
    }

    /** What is kept for a key. */
    public Optional<byte[]> read(Key key) {
        if (folder == null) {
            return Optional.empty();
        }
        try {
            byte[] file = Files.readAllBytes(folder.resolve(key.fileName()));
            Optional<byte[]> content = open(key, file);
            if (content.isEmpty()) {
                LOG.info("the cached program {} is damaged and will be built again", folder.resolve(key.fileName()));
            }
            return content;
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (IOException e) {
            sayOnce("read", e);
            return Optional.empty();
        }
    }

    /** Keeps a program. */
    public void write(Key key, byte[] content) {
        if (folder == null) {
            return;
        }
        try {
            Files.createDirectories(folder);
            Path part = Files.createTempFile(folder, key.fileName(), ".part");
            try {
                Files.write(part, seal(key, content));
                Files.move(
                        part,
                        folder.resolve(key.fileName()),
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            sayOnce("written", e);
        }
    }

    /** What a program depends on, all of it. */
    public static final class Key {
        private final byte[] hash;

        private Key(byte[] hash) {
            this.hash = hash;
        }

        /** The key of these texts in this order. */
        public static Key of(String... parts) {
            MessageDigest digest = sha256();
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
                digest.update(bytes);
            }
            return new Key(digest.digest());
        }

        /** The name of the file, within the folder. */
        public String fileName() {
            return HexFormat.of().formatHex(hash);
        }
    }

    private static byte[] seal(Key key, byte[] content) {
        byte[] magic = MAGIC.getBytes(StandardCharsets.US_ASCII);
        byte[] hash = hash(key, content);
        return ByteBuffer.allocate(magic.length + 2 * HASH_BYTES + content.length)
                .put(magic)
                .put(hash)
                .put(key.hash)
                .put(content)
                .array();
    }

    private static Optional<byte[]> open(Key key, byte[] file) {
        int start = MAGIC.length() + 2 * HASH_BYTES;
        if (file.length < start) {
            return Optional.empty();
        }
        byte[] content = Arrays.copyOfRange(file, start, file.length);
        return Arrays.equals(seal(key, content), file) ? Optional.of(content) : Optional.empty();
    }

    private static byte[] hash(Key key, byte[] content) {
        MessageDigest digest = sha256();
        digest.update(key.hash);
        digest.update(content);
        return digest.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private void sayOnce(String what, IOException e) {
        if (!SAID.getAndSet(true)) {
            LOG.warn(
                    "the folder of compiled programs {} cannot be {}, kernels are compiled anew in every run: set"
                            + " -D{} to another folder ({})",
                    folder,
                    what,
                    CacheFolder.PROPERTY,
                    e.toString());
        }
    }
}
