package dev.soma.runtime;

import java.util.List;
import java.util.Optional;

/**
 * Makes the devices of one kind; found by {@link java.util.ServiceLoader}. Asking a provider for its name or obstacle
 * must be cheap and must not fail where the driver is absent.
 */
public interface DeviceProvider {

    /** The device's name, lower case: {@code vector}. */
    String name();

    /** Position in the order in which {@link Devices#best()} tries the devices; lower is better. */
    int rank();

    /** What the device is for, in a few words. */
    String purpose();

    /** Why the device cannot be used here and what to do about it; empty if it can. */
    Optional<String> obstacle();

    /**
     * The devices among which {@link DeviceSettings#select()} chooses, in the order of their indices, in words; none where
     * there is nothing to choose.
     */
    default List<String> choices() {
        return List.of();
    }

    /**
     * Opens the device.
     *
     * @throws DeviceException if there is an {@link #obstacle()}
     */
    Device open(DeviceSettings settings);
}
