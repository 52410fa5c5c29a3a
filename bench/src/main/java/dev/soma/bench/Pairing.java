package dev.soma.bench;

import dev.soma.runtime.Device;
import dev.soma.runtime.DeviceException;
import dev.soma.runtime.DeviceSettings;
import dev.soma.runtime.Devices;
import dev.soma.runtime.opencl.OpenClDevice;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    private static final String PYTORCH = "PyTorch";
    private static final String ND4J = "ND4J";
    private static final String SPIKINGJELLY = "SpikingJelly";

    /** How the device {@code tornado} names a device of OpenCL's, with its platform. */
    private static final Pattern ON_OPENCL = Pattern.compile("TornadoVM, OPENCL, (.+) \\(.+\\)");

    /**
     * A device beside PyTorch on the processor.
     *
     * @param deviceName as {@link Devices#open(String)} takes it
     * @param threads of {@code vector} and of PyTorch; 0 for all processors
     */
    static Pairing<PyTorch> besidePyTorch(String deviceName, int threads, List<Work<PyTorch>> works) {
        int count = threadsOrAll(threads);
        Device device = device(deviceName, count);
        try {
            PyTorch pyTorch = PyTorch.open(count);
            return new Pairing<>(device, count, PYTORCH, pyTorch.version(), pyTorch, works);
        } catch (UnavailableException e) {
            return new Pairing<>(device, count, PYTORCH, "not usable: " + e.reason(), null, works);
        }
    }

    /**
     * A device beside ND4J, which must be there.
     *
     * @param deviceName as {@link Devices#open(String)} takes it
     * @param threads of {@code vector} and of ND4J; 0 for all processors
     */
    static Pairing<Nd4jCpu> besideNd4j(String deviceName, int threads, List<Work<Nd4jCpu>> works)
            throws UnavailableException {
        int count = threadsOrAll(threads);
        Nd4jCpu nd4j = Nd4jCpu.open(count);
        return new Pairing<>(device(deviceName, count), count, ND4J, nd4j.version(), nd4j, works);
    }

    /**
     * A device beside SpikingJelly, which must be there.
     *
     * @param deviceName as {@link Devices#open(String)} takes it
     * @param threads of {@code vector} and of SpikingJelly's PyTorch; 0 for all processors
     * @param python the interpreter to run SpikingJelly with
     */
    static Pairing<SpikingJelly> besideSpikingJelly(
            String deviceName, int threads, String python, List<Work<SpikingJelly>> works) throws UnavailableException {
        int count = threadsOrAll(threads);
        SpikingJelly spikingJelly = SpikingJelly.open(python, count);
        try {
            return new Pairing<>(
                    device(deviceName, count), count, SPIKINGJELLY, spikingJelly.version(), spikingJelly, works);
        } catch (RuntimeException e) {
            spikingJelly.close();
            throw e;
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
     * The kernels that Soma compiles for an OpenCL device beside those that TornadoVM does, from the same Java, on the same device.
     *
     * @param select which of TornadoVM's devices, as {@link DeviceSettings#select}
     * @throws DeviceException if it is none of OpenCL's
     */
    static Pairing<Device> besideTornado(String select) {
        Device tornado = Devices.open("tornado", new DeviceSettings(0, select));
        try {
            Matcher openCl = ON_OPENCL.matcher(tornado.description());
            if (!openCl.matches()) {
                throw new DeviceException("TornadoVM's device is " + tornado.description()
                        + ", which Soma's OpenCL C is not made for: choose one of its OpenCL backend by tornado:NAME");
            }
            Device device = Devices.open("opencl", new DeviceSettings(0, openCl.group(1)));
            return new Pairing<>(device, 0, "TornadoVM", tornado.description(), tornado, TornadoWorks.full());
        } catch (RuntimeException e) {
            tornado.close();
            throw e;
        }
    }

    private static int threadsOrAll(int threads) {
        return new DeviceSettings(threads, "").threadsOrAll();
    }

    private static Device device(String name, int threads) {
        return Devices.open(name, new DeviceSettings(threads, ""));
    }

    /** The pairing with only some of its works. */
    Pairing<P> withWorks(List<Work<P>> newWorks) {
        return new Pairing<>(device, threads, peerName, peerState, peer, newWorks);
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
                .orElseThrow(() -> new IllegalArgumentException("there is no work '" + name + "' beside " + peerName
                        + "; expected one of "
                        + works.stream().map(Work::name).collect(Collectors.joining(", "))));
    }

    /** Closes the peer and the device. */
    @Override
    public void close() {
        if (peer instanceof PyTorch pyTorch) {
            pyTorch.close();
        } else if (peer instanceof SpikingJelly spikingJelly) {
            spikingJelly.close();
        } else if (peer instanceof Device other) {
            // closing twice has no effect
            other.close();
        }
        device.close();
    }
}
