package dev.soma.runtime.tornado;

import dev.soma.runtime.Device;
import dev.soma.runtime.DeviceException;
import dev.soma.runtime.DeviceProvider;
import dev.soma.runtime.DeviceSettings;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the device {@code tornado} where Soma was built with TornadoVM and java was started with it. */
public final class TornadoDeviceProvider implements DeviceProvider {
    /** The device's name. */
    public static final String NAME = "tornado";

    /** The module that TornadoVM's argument file adds to java. */
    private static final String MODULE = "tornado.runtime";

    /** Compiled by the Maven profile {@code tornado}, which other builds do without. */
    private static final String BACKEND = "dev.soma.runtime.tornado.vm.VmBackend";

    private static final String RECOVER = "tornado.recover.bailout";

    /** For {@link java.util.ServiceLoader}. */
    public TornadoDeviceProvider() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int rank() {
        return 90;
    }

    @Override
    public String purpose() {
        return "the kernels compiled by TornadoVM, where it is installed";
    }

    @Override
    public Optional<String> obstacle() {
        return obstacle(
                System.getenv("TORNADOVM_HOME"),
                ModuleLayer.boot().findModule(MODULE).isPresent(),
                "false".equalsIgnoreCase(System.getProperty(RECOVER)),
                TornadoDeviceProvider.class.getResource("/" + BACKEND.replace('.', '/') + ".class") != null);
    }

    /**
     * What is missing.
     *
     * @param home where TornadoVM is installed, null if nobody says
     * @param started whether java was started with TornadoVM's modules
     * @param strict whether TornadoVM was told to fail where it cannot compile a kernel
     * @param built whether Soma's part for TornadoVM was compiled
     */
    static Optional<String> obstacle(@Nullable String home, boolean started, boolean strict, boolean built) {
        if (home == null && !started) {
            return Optional.of(
                    "TornadoVM was not found: install its SDK 5.2.0 for JDK 25 (https://www.tornadovm.org), set"
                            + " TORNADOVM_HOME to its folder and start Soma with ./soma");
        }
        if (!built) {
            return Optional.of("Soma was built without TornadoVM: build it again, or start it with ./soma, while"
                    + " TORNADOVM_HOME is set");
        }
        if (!started) {
            return Optional.of("java was started without TornadoVM: add @" + home + "/tornado-argfile -D" + RECOVER
                    + "=False to its arguments, as ./soma does");
        }
        if (!strict) {
            return Optional.of("TornadoVM would run a kernel that it cannot compile on the JVM without a word: add -D"
                    + RECOVER + "=False to the arguments of java, as ./soma does");
        }
        return Optional.empty();
    }

    @Override
    public Device open(DeviceSettings settings) {
        obstacle().ifPresent(obstacle -> {
            throw new DeviceException("the device " + NAME + " cannot be used: " + obstacle);
        });
        try {
            TornadoBackend backend = Class.forName(BACKEND)
                    .asSubclass(TornadoBackend.class)
                    .getConstructor()
                    .newInstance();
            return new TornadoDevice(backend, settings.select());
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new DeviceException(
                    "the device " + NAME + " cannot be used: this is not TornadoVM 5.2.0, for which Soma was written ("
                            + e + "): install that version",
                    e);
        }
    }
}
