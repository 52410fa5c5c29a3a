package dev.soma.app;

import dev.soma.runtime.Device;
import dev.soma.runtime.DeviceSettings;
import dev.soma.runtime.Devices;
import picocli.CommandLine.Option;

/** The options of all commands that compute. */
final class DeviceOptions {
    @Option(
            names = "--device",
            paramLabel = "NAME[:WHICH]",
            defaultValue = "best",
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
        int colon = name.indexOf(':');
        String device = colon < 0 ? name : name.substring(0, colon);
        String select = colon < 0 ? "" : name.substring(colon + 1);
        DeviceSettings settings = new DeviceSettings(threads, select);
        return device.equals("best") ? Devices.best(settings) : Devices.open(device, settings);
    }
}
