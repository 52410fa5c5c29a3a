package dev.soma.runtime.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class CacheFolderTest {
    private static final Map<String, String> BARE = Map.of();

    @Test
    void thePropertyDecides() {
        Properties properties = system("Linux");
        properties.setProperty(CacheFolder.PROPERTY, "/elsewhere");
        assertEquals(
                Optional.of(Path.of("/elsewhere")), CacheFolder.find(properties, Map.of("XDG_CACHE_HOME", "/xdg")));
        properties.setProperty(CacheFolder.PROPERTY, "off");
        assertEquals(Optional.empty(), CacheFolder.find(properties, BARE));
    }

    @Test
    void elseTheSystemsPlace() {
        assertEquals(Optional.of(Path.of("/home/u/.cache/soma")), CacheFolder.find(system("Linux"), BARE));
        assertEquals(
                Optional.of(Path.of("/xdg/soma")), CacheFolder.find(system("Linux"), Map.of("XDG_CACHE_HOME", "/xdg")));
        assertEquals(
                Optional.of(Path.of("/home/u/.cache/soma")),
                CacheFolder.find(system("Linux"), Map.of("XDG_CACHE_HOME", "")));
        assertEquals(Optional.of(Path.of("/home/u/Library/Caches/soma")), CacheFolder.find(system("Mac OS X"), BARE));
        assertEquals(
                Optional.of(Path.of("/local/soma/cache")),
                CacheFolder.find(system("Windows 11"), Map.of("LOCALAPPDATA", "/local")));
        assertEquals(
                Optional.of(Path.of("/home/u/AppData/Local/soma/cache")), CacheFolder.find(system("Windows 11"), BARE));
    }

    private static Properties system(String name) {
        Properties properties = new Properties();
        properties.setProperty("os.name", name);
        properties.setProperty("user.home", "/home/u");
        return properties;
    }
}
