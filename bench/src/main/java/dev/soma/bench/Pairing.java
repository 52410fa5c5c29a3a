package dev.soma.bench;

import dev.soma.runtime.Device;
import dev.soma.runtime.DeviceSettings;
import dev.soma.runtime.Devices;
import dev.soma.runtime.opencl.OpenClDevice;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A device of Soma's, what it is measured beside, and what both can do.
 *
 * @param <P> the peer
 * @param device Soma's device
 * @param threads threads of each side; 0 if the device's driver decides
 * @param peerName the peer, in a word or two
 * @param peerState the peer's version, or why it is not usable here
 * @param peer the peer, or null if it is not usable here
 * @param works the works, in the sizes that are measured
 */
record Pairing<P>(
        Device device,
        int threads,
        String peerName,
        String peerState,
        @Nullable P peer,
        List<Work<P>> works) implements AutoCloseable {

    /**
     * A device beside PyTorch on the processor.
     *
     * @param deviceName as {@link Devices#open(String)} takes it
     * @param threads of {@code vector} and of PyTorch; 0 for all processors
     */
    static Pairing<PyTorch> besidePyTorch(String deviceName, int threads, List<Work<PyTorch>> works) {
        int count = new DeviceSettings(threads, "").threadsOrAll();
        Device device = Devices.open(deviceName, new DeviceSettings(count, ""));
        String name = "PyTorch";
        try {
            PyTorch pyTorch = PyTorch.open(count);
            return new Pairing<>(device, count, name, pyTorch.version(), pyTorch, works);
        } catch (PyTorch.UnavailableException e) {
            return new Pairing<>(device, count, name, "not usable: " + e.getMessage(), null, works);
        }
    }

    /**
     * The device {@code opencl} beside what a person would write for it: kernels in OpenCL C and the calls of the driver.
     *
     * @param select which of several, as {@link DeviceSettings#select}
     */
    static Pairing<OpenClDevice> openClByHand(String select) {
        OpenClDevice device = (OpenClDevice) Devices.open("opencl", new DeviceSettings(0, select));
        return new Pairing<>(device, 0, "by hand", "in OpenCL C", device, OpenClWorks.full());
    }

    /**
     * The work of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    Work<P> work(String name) {
        return works.stream()
                .filter(work -> work.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no work '" + name + "'; expected one of "
                        + works.stream().map(Work::name).collect(Collectors.joining(", "))));
    }

    /** Closes the peer and the device. */
    @Override
    public void close() {
        if (peer instanceof PyTorch pyTorch) {
            pyTorch.close();
        }
        device.close();
    }
}
