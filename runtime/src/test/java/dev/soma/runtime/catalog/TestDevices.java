package dev.soma.runtime.catalog;

import dev.soma.runtime.Device;
import dev.soma.runtime.DeviceException;
import dev.soma.runtime.DeviceSettings;
import dev.soma.runtime.Devices;
import dev.soma.runtime.cuda.MachineCuda;
import dev.soma.runtime.opencl.OpenClTests;
import dev.soma.runtime.tornado.StandInBackend;
import dev.soma.runtime.tornado.TornadoDeviceProvider;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** The devices that every operation is tested on: all, or the one that the property {@code soma.test.devices} names. */
final class TestDevices {
    /** The reference of the compiled kernels. */
    static final Choice JVM = new Choice("jvm", DeviceSettings.DEFAULT);

    private static final String ASKED_FOR = System.getProperty("soma.test.devices", "");

    private static final String VECTOR = "vector";
    private static final String SCALAR = "scalar";

    private TestDevices() {}

    /** A device and how to open it. */
    record Choice(String name, DeviceSettings settings) {
        /** Opens it; a device that was asked for must be there. */
        Device open() {
            try {
                return Devices.open(name, settings);
            } catch (DeviceException | IllegalArgumentException e) {
                if (name.equals(ASKED_FOR)) {
                    throw new AssertionError(
                            "the device " + name + " was asked for and is not usable: " + e.getMessage(), e);
                }
                throw e;
            }
        }

        @Override
        public String toString() {
            return name
                    + (settings.select().isEmpty() ? "" : ":" + settings.select())
                    + (settings.threads() == 0 ? "" : " x " + settings.threads());
        }
    }

    static List<Choice> all() {
        if (isAskedFor()) {
            return ASKED_FOR.equals(VECTOR) ? vector() : List.of(askedFor());
        }
        return chosen(Stream.of(Stream.of(JVM), everyVector(), everyCompiled(), tornado())
                .flatMap(Function.identity()));
    }

    /** The devices that run the compiled kernels, as far as they are here or must be. */
    static List<Choice> compiled() {
        if (isAskedFor()) {
            return isAskedFor(VECTOR) || isAskedFor(JVM.name()) ? List.of() : List.of(askedFor());
        }
        return chosen(everyCompiled());
    }

    /** The hand-written device alone, in its forms. */
    static List<Choice> vector() {
        if (isAskedFor() && !ASKED_FOR.equals(VECTOR)) {
            return isAskedFor(VECTOR) ? List.of(askedFor()) : List.of();
        }
        return chosen(everyVector());
    }

    /** Devices that are none of the choices: nothing but tests run on them. */
    static List<Named<Supplier<Device>>> simulators() {
        return List.of(
                Named.of("PTX machine", MachineCuda::open),
                Named.of("PTX machine, specialised", MachineCuda::specialising),
                Named.of("stand-in for TornadoVM", StandInBackend::open));
    }

    private static Choice askedFor() {
        return new Choice(ASKED_FOR, DeviceSettings.DEFAULT);
    }

    private static boolean isAskedFor() {
        return !ASKED_FOR.isEmpty();
    }

    private static boolean isAskedFor(String kind) {
        return ASKED_FOR.equals(kind) || ASKED_FOR.startsWith(kind + ":");
    }

    private static Stream<Choice> everyCompiled() {
        return OpenClTests.reasonToSkip().isPresent()
                ? Stream.empty()
                : Stream.of(new Choice("opencl", DeviceSettings.DEFAULT));
    }

    /** Where TornadoVM is. */
    private static Stream<Choice> tornado() {
        return new TornadoDeviceProvider().obstacle().isEmpty()
                ? Stream.of(new Choice(TornadoDeviceProvider.NAME, DeviceSettings.DEFAULT))
                : Stream.empty();
    }

    private static Stream<Choice> everyVector() {
        return Stream.of(
                new Choice(VECTOR, new DeviceSettings(1, "")),
                new Choice(VECTOR, new DeviceSettings(3, "")),
                new Choice(VECTOR, new DeviceSettings(2, SCALAR)));
    }

    /** Another width of the vectors changes nothing but the Vector API's form of {@code vector}. */
    private static List<Choice> chosen(Stream<Choice> choices) {
        boolean widthSet = Integer.getInteger("soma.vector.bits", 0) > 0;
        return choices.filter(choice -> !widthSet || usesVectors(choice)).toList();
    }

    private static boolean usesVectors(Choice choice) {
        return choice.name().equals(VECTOR) && !choice.settings().select().equals(SCALAR);
    }
}
