package dev.soma.runtime;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds and opens devices. */
public final class Devices {
    private static final Logger LOG = LoggerFactory.getLogger(Devices.class);

    private static final AtomicReference<String> SAID = new AtomicReference<>("");

    private Devices() {}

    /** All kinds of device Soma knows, best first, usable here or not. */
    public static List<DeviceProvider> list() {
        // a rank may look for a driver: each is asked for once
        record Ranked(DeviceProvider provider, int rank) {}
        return load().stream()
                .map(provider -> new Ranked(provider, provider.rank()))
                .sorted(Comparator.comparingInt(Ranked::rank))
                .map(Ranked::provider)
                .toList();
    }

    /** Opens the device of that name with the default settings; see {@link #open(String, DeviceSettings)}. */
    public static Device open(String name) {
        return open(name, DeviceSettings.DEFAULT);
    }

    /**
     * Opens the device of that name. Never another one.
     *
     * @param name the device's name; where there are several, a colon and which may follow: {@code opencl:0},
     *     {@code opencl:nvidia}, {@code vector:scalar}
     * @throws IllegalArgumentException if no device has that name, or a selection stands in the name and in the settings
     * @throws DeviceException if the device cannot be used here; the message says why and what to do
     */
    public static Device open(String name, DeviceSettings settings) {
        int colon = name.indexOf(':');
        if (colon < 0) {
            return provider(name).open(settings);
        }
        if (!settings.select().isEmpty()) {
            throw new IllegalArgumentException("name is '" + name + "' and select is '" + settings.select()
                    + "', expected the selection in one of them");
        }
        return provider(name.substring(0, colon)).open(settings.withSelect(name.substring(colon + 1)));
    }

    /** Opens the best device that is usable here and logs once which it is and why better ones were passed over. */
    public static Device best() {
        return best(DeviceSettings.DEFAULT);
    }

    /**
     * As {@link #best()}, with settings.
     *
     * @throws IllegalArgumentException if the settings select one of several: what is meant depends on the device
     */
    public static Device best(DeviceSettings settings) {
        if (!settings.select().isEmpty()) {
            throw new IllegalArgumentException("select is '" + settings.select()
                    + "', but the best device takes no selection: name the device, as in vector:scalar or opencl:0");
        }
        List<String> passedOver = new ArrayList<>();
        for (DeviceProvider provider : list()) {
            Optional<String> obstacle = provider.obstacle();
            if (obstacle.isEmpty()) {
                try {
                    Device device = provider.open(settings);
                    say(device, passedOver);
                    return device;
                } catch (DeviceException e) {
                    obstacle = Optional.of(String.valueOf(e.getMessage()));
                }
            }
            passedOver.add(provider.name() + ": " + obstacle.get());
        }
        throw new DeviceException("no device is usable here" + reasons(passedOver));
    }

    /** A fallback is a warning, once for the same reasons. */
    private static void say(Device device, List<String> passedOver) {
        String message = "using " + device.name() + " (" + device.description() + ")" + reasons(passedOver);
        if (!passedOver.isEmpty() && !message.equals(SAID.getAndSet(message))) {
            LOG.warn(message);
        } else {
            LOG.debug(message);
        }
    }

    /** Ranks nothing: a device asked for by name does not start the drivers of the others. */
    private static DeviceProvider provider(String name) {
        List<DeviceProvider> all = load();
        return all.stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no device '" + name + "'; expected one of "
                        + all.stream().map(DeviceProvider::name).sorted().collect(Collectors.joining(", "))));
    }

    private static List<DeviceProvider> load() {
        List<DeviceProvider> providers = new ArrayList<>();
        ServiceLoader.load(DeviceProvider.class, Devices.class.getClassLoader()).forEach(providers::add);
        return providers;
    }

    private static String reasons(List<String> passedOver) {
        return passedOver.isEmpty() ? "" : "; not usable: " + String.join("; ", passedOver);
    }
}
