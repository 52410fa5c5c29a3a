package dev.soma.app;

import dev.soma.runtime.Device;
import dev.soma.runtime.DeviceSettings;
import dev.soma.runtime.Devices;
import picocli.CommandLine.Option;

/** The options of all commands that compute. */
final class DeviceOptions {
    private static final String BEST = "best";

    @Option(
            names = "--device",
            paramLabel = "NAME[:WHICH]",
            defaultValue = BEST,
            description = "device, such as vector or jvm, with an index or name where there are several;"
                    + " best takes the best that is usable (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String name;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "threads of the device vector; 0 for all processors (default: ${DEFAULT-VALUE})")
    private int threads;

    /** Opens the device that was asked for. */
    Device open() {
        DeviceSettings settings = new DeviceSettings(threads, "");
        if (name.equals(BEST)) {
            return Devices.best(settings);
        }
        if (name.startsWith(BEST + ":")) {
            return Devices.best(settings.withSelect(name.substring(BEST.length() + 1)));
        }
        return Devices.open(name, settings);
    }
}
