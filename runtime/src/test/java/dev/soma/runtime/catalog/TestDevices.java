package dev.soma.runtime.catalog;

import dev.soma.runtime.Device;
import dev.soma.runtime.DeviceSettings;
import dev.soma.runtime.Devices;
import java.util.List;
import java.util.stream.Stream;

/** The devices that every operation is tested on. */
final class TestDevices {
    private TestDevices() {}

    /** A device and how to open it. */
    record Choice(String name, DeviceSettings settings) {
        Device open() {
            return Devices.open(name, settings);
        }

        @Override
        public String toString() {
            return name
                    + (settings.select().isEmpty() ? "" : ":" + settings.select())
                    + (settings.threads() == 0 ? "" : " x " + settings.threads());
        }
    }

    static List<Choice> all() {
        return Stream.concat(Stream.of(new Choice("jvm", DeviceSettings.DEFAULT)), vector().stream())
                .toList();
    }

    /** The hand-written device alone, in its forms. */
    static List<Choice> vector() {
        return List.of(
                new Choice("vector", new DeviceSettings(1, "")),
                new Choice("vector", new DeviceSettings(3, "")),
                new Choice("vector", new DeviceSettings(2, "scalar")));
    }
}
