package dev.soma.runtime.catalog;

import dev.soma.runtime.Device;
import dev.soma.runtime.DeviceSettings;
import dev.soma.runtime.Devices;
import dev.soma.runtime.tornado.TornadoDeviceProvider;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The devices that every operation is tested on. */
final class TestDevices {
    private static final String SCALAR = "scalar";

    /** The one device that {@code ./soma test --device} asked for; empty for all. */
    private static final String ONLY = System.getProperty("soma.test.devices", "");

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
        return chosen(Stream.of(Stream.of(new Choice("jvm", DeviceSettings.DEFAULT)), everyVector(), tornado())
                .flatMap(Function.identity()));
    }

    /** The hand-written device alone, in its forms. */
    static List<Choice> vector() {
        return chosen(everyVector());
    }

    /** Where TornadoVM is, and where it was asked for: then a test fails with what is missing. */
    private static Stream<Choice> tornado() {
        boolean here = new TornadoDeviceProvider().obstacle().isEmpty();
        return here || ONLY.equals(TornadoDeviceProvider.NAME)
                ? Stream.of(new Choice(TornadoDeviceProvider.NAME, DeviceSettings.DEFAULT))
                : Stream.empty();
    }

    private static Stream<Choice> everyVector() {
        return Stream.of(
                new Choice("vector", new DeviceSettings(1, "")),
                new Choice("vector", new DeviceSettings(3, "")),
                new Choice("vector", new DeviceSettings(2, SCALAR)));
    }

    /** Another width of the vectors changes nothing but the Vector API's form of {@code vector}. */
    private static List<Choice> chosen(Stream<Choice> choices) {
        boolean widthSet = Integer.getInteger("soma.vector.bits", 0) > 0;
        return choices.filter(choice -> ONLY.isEmpty() || choice.name().equals(ONLY))
                .filter(choice -> !widthSet || usesVectors(choice))
                .toList();
    }

    private static boolean usesVectors(Choice choice) {
        return choice.name().equals("vector") && !choice.settings().select().equals(SCALAR);
    }
}
