package dev.soma.runtime.driver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskCacheTest {
    private static final DiskCache.Key KEY = DiskCache.Key.of("kernel", "source");
    private static final byte[] CONTENT = {1, 2, 3, 4, 5};

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void givesBackWhatItKeeps() throws IOException {
        DiskCache cache = new DiskCache(folder.resolve("new"));
        assertEquals(Optional.empty(), cache.read(KEY));
        cache.write(KEY, new byte[0]);
        assertArrayEquals(new byte[0], cache.read(KEY).orElseThrow());
        cache.write(KEY, CONTENT);
        assertArrayEquals(CONTENT, cache.read(KEY).orElseThrow());
        assertEquals(Optional.empty(), cache.read(DiskCache.Key.of("kernel", "other source")));
        try (Stream<Path> files = Files.list(folder.resolve("new"))) {
            assertEquals(1, files.count(), "no temporary file is left");
        }
    }

    @Test
    void keysTellWhereAPartEnds() {
        assertNotEquals(
                DiskCache.Key.of("ab", "c").fileName(),
                DiskCache.Key.of("a", "bc").fileName());
        assertNotEquals(
                DiskCache.Key.of("a").fileName(), DiskCache.Key.of("a", "").fileName());
        assertEquals(DiskCache.Key.of("a").fileName(), DiskCache.Key.of("a").fileName());
    }

    @Test
    void aTruncatedFileIsAbsent() throws IOException {
        DiskCache cache = new DiskCache(folder);
        cache.write(KEY, CONTENT);
        Path file = folder.resolve(KEY.fileName());
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertEquals(Optional.empty(), cache.read(KEY), "cut to " + length + " bytes");
        }
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        assertEquals(Optional.empty(), cache.read(KEY), "a byte too long");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void aFlippedBitIsNoticed(long seed) throws IOException {
        DiskCache cache = new DiskCache(folder);
        cache.write(KEY, CONTENT);
        Path file = folder.resolve(KEY.fileName());
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(seed);
        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            Files.write(file, damaged);
            assertEquals(Optional.empty(), cache.read(KEY), "byte " + i);
        }
        cache.write(KEY, CONTENT);
        assertArrayEquals(CONTENT, cache.read(KEY).orElseThrow());
    }

    @Test
    void aFileOfAnotherKeyIsForeign() throws IOException {
        DiskCache cache = new DiskCache(folder);
        DiskCache.Key other = DiskCache.Key.of("another kernel");
        cache.write(other, CONTENT);
        Files.move(folder.resolve(other.fileName()), folder.resolve(KEY.fileName()));
        assertEquals(Optional.empty(), cache.read(KEY));
    }

    @Test
    void aFolderThatCannotBeWrittenCostsSpeedOnly() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        DiskCache cache = new DiskCache(file.resolve("below"));
        cache.write(KEY, CONTENT);
        assertEquals(Optional.empty(), cache.read(KEY));
        assertTrue(cache.enabled());
    }

    @Test
    void aFolderInTheFilesPlaceCostsSpeedOnly() throws IOException {
        Files.createDirectories(folder.resolve(KEY.fileName()).resolve("below"));
        DiskCache cache = new DiskCache(folder);
        assertEquals(Optional.empty(), cache.read(KEY));
        cache.write(KEY, CONTENT);
        assertEquals(Optional.empty(), cache.read(KEY));
    }

    @Test
    void offKeepsNothing() {
        DiskCache off = new DiskCache(null);
        off.write(KEY, CONTENT);
        assertEquals(Optional.empty(), off.read(KEY));
        assertFalse(off.enabled());
    }

    @Test
    void testsKeepTheirProgramsUnderTarget() {
        assertTrue(CacheFolder.find().orElseThrow().endsWith(Path.of("target", "soma-cache")));
        assertTrue(DiskCache.standard().enabled());
    }
}
