package dev.soma.runtime.catalog;

import dev.soma.runtime.Device;
import dev.soma.runtime.DeviceSettings;
import dev.soma.runtime.Devices;
import dev.soma.runtime.opencl.OpenClTests;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The devices that every operation is tested on. */
final class TestDevices {
    /** The reference of the compiled kernels. */
    static final Choice JVM = new Choice("jvm", DeviceSettings.DEFAULT);

    private static final String SCALAR = "scalar";

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
        return chosen(Stream.of(Stream.of(JVM), everyVector(), everyCompiled()).flatMap(Function.identity()));
    }

    /** The devices that run the compiled kernels, as far as they are here or must be. */
    static List<Choice> compiled() {
        return chosen(everyCompiled());
    }

    /** The hand-written device alone, in its forms. */
    static List<Choice> vector() {
        return chosen(everyVector());
    }

    private static Stream<Choice> everyCompiled() {
        return OpenClTests.reasonToSkip().isPresent()
                ? Stream.empty()
                : Stream.of(new Choice("opencl", DeviceSettings.DEFAULT));
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
        return choices.filter(choice -> !widthSet || usesVectors(choice)).toList();
    }

    private static boolean usesVectors(Choice choice) {
        return choice.name().equals("vector") && !choice.settings().select().equals(SCALAR);
    }
}
