package dev.soma.runtime.cuda;

import dev.soma.runtime.DeviceSettings;
import dev.soma.runtime.KernelDevice;
import dev.soma.runtime.ptx.LaunchCounts;
import dev.soma.runtime.ptx.PtxMachine;
import java.util.function.BiConsumer;

/** The device {@code cuda} on a {@link PtxMachine}: all of it but NVIDIA's library and silicon. */
public final class MachineCuda {
    private MachineCuda() {}

    /** A device whose machine looks for races. */
    public static KernelDevice open() {
        return open(new PtxMachine(), (kernel, counts) -> {});
    }

    /** A device on that machine; {@code launched} is told every launch: the kernel's name in PTX, and what it did. */
    public static KernelDevice open(PtxMachine machine, BiConsumer<String, LaunchCounts> launched) {
        MachineDriver driver = new MachineDriver(machine, launched);
        return (KernelDevice) new CudaDeviceProvider(() -> driver, new CompiledPtx()).open(DeviceSettings.DEFAULT);
    }
}
