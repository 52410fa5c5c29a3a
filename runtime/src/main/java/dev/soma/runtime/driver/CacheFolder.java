package dev.soma.runtime.driver;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Where compiled programs are kept: the folder in the system property {@value #PROPERTY} ({@code off} for none), else
 * {@code $XDG_CACHE_HOME/soma} or {@code ~/.cache/soma}, {@code ~/Library/Caches/soma} on macOS,
 * {@code %LOCALAPPDATA%\soma\cache} on Windows.
 */
final class CacheFolder {
    /** The system property that names the folder. */
    static final String PROPERTY = "soma.cache";

    private static final String OFF = "off";

    private CacheFolder() {}

    static Optional<Path> find() {
        return find(System.getProperties(), System.getenv());
    }

    static Optional<Path> find(Properties properties, Map<String, String> environment) {
        String wanted = properties.getProperty(PROPERTY);
        if (wanted != null) {
            return wanted.equals(OFF) || wanted.isEmpty() ? Optional.empty() : Optional.of(Path.of(wanted));
        }
        Path home = Path.of(properties.getProperty("user.home"));
        String system = properties.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (system.startsWith("windows")) {
            Path local = chosen(environment.get("LOCALAPPDATA"), home.resolve("AppData/Local"));
            return Optional.of(local.resolve("soma").resolve("cache"));
        }
        if (system.startsWith("mac")) {
            return Optional.of(home.resolve("Library").resolve("Caches").resolve("soma"));
        }
        return Optional.of(chosen(environment.get("XDG_CACHE_HOME"), home.resolve(".cache"))
                .resolve("soma"));
    }

    private static Path chosen(@Nullable String value, Path otherwise) {
        return value == null || value.isEmpty() ? otherwise : Path.of(value);
    }
}
