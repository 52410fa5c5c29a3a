package dev.soma.runtime.cuda;

import dev.soma.runtime.DeviceSettings;
import dev.soma.runtime.KernelDevice;
import dev.soma.runtime.ptx.PtxMachine;
import java.util.function.Consumer;

/** The device {@code cuda} on a {@link PtxMachine}: all of it but NVIDIA's library and silicon. */
public final class MachineCuda {
    private MachineCuda() {}

    /** A device whose machine looks for races. */
    public static KernelDevice open() {
        return open(new PtxMachine(), launch -> {});
    }

    /** A device on that machine; {@code launched} is told every launch. */
    public static KernelDevice open(PtxMachine machine, Consumer<MachineLaunch> launched) {
        return device(new MachineDriver(machine, launched, true));
    }

    /** A device that runs nothing, and so computes nothing: {@code launched} is told what it would have run. */
    public static KernelDevice recording(Consumer<MachineLaunch> launched) {
        return device(new MachineDriver(new PtxMachine(), launched, false));
    }

    private static KernelDevice device(MachineDriver driver) {
        return (KernelDevice) new CudaDeviceProvider(() -> driver, new CompiledPtx()).open(DeviceSettings.DEFAULT);
    }
}
