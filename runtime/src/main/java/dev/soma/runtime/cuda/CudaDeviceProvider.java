package dev.soma.runtime.cuda;

import dev.soma.runtime.Device;
import dev.soma.runtime.DeviceException;
import dev.soma.runtime.DeviceProvider;
import dev.soma.runtime.DeviceSettings;
import dev.soma.runtime.driver.Specialisations;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** Makes the device {@code cuda}. */
public final class CudaDeviceProvider implements DeviceProvider {
    /** The device's name. */
    public static final String NAME = "cuda";

    /** Before all others: where NVIDIA's driver is, its GPU is meant to be used, and an obstacle is worth a word. */
    private static final int RANK_WITH_DRIVER = 10;

    /** After the processor's devices: a machine without the driver misses nothing. */
    private static final int RANK_WITHOUT_DRIVER = 70;

    private final Supplier<CudaDriver> drivers;
    private final PtxSource source;
    private final IntSupplier launches;

    /** For {@link java.util.ServiceLoader}. */
    public CudaDeviceProvider() {
        this(CudaSystem::library, new CompiledPtx(), () -> Specialisations.launches(Specialisations.FEW));
    }

    /**
     * With that driver and that PTX.
     *
     * @param drivers gives the driver or throws a {@link DeviceException} that says why there is none
     * @param source where the kernels' PTX comes from
     * @param launches gives after how many a kernel is compiled for its ints, as for {@link Specialisations}
     */
    CudaDeviceProvider(Supplier<CudaDriver> drivers, PtxSource source, IntSupplier launches) {
        this.drivers = drivers;
        this.source = source;
        this.launches = launches;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int rank() {
        try {
            CudaDriver _ = drivers.get();
            return RANK_WITH_DRIVER;
        } catch (DeviceException absent) {
            return RANK_WITHOUT_DRIVER;
        }
    }

    @Override
    public String purpose() {
        return "NVIDIA GPUs, by PTX generated from the kernels and the CUDA driver";
    }

    @Override
    public Optional<String> obstacle() {
        try {
            CudaSystem.of(drivers);
            return Optional.empty();
        } catch (DeviceException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public List<String> choices() {
        try {
            return CudaSystem.of(drivers).gpus().stream().map(CudaGpu::choice).toList();
        } catch (DeviceException absent) {
            return List.of();
        }
    }

    @Override
    public Device open(DeviceSettings settings) {
        CudaSystem system = CudaSystem.of(drivers);
        return new CudaDevice(system, system.select(settings.select()), source, launches.getAsInt());
    }
}
