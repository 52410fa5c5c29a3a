package dev.soma.runtime.cuda;

import dev.soma.runtime.DeviceSettings;
import dev.soma.runtime.KernelDevice;
import dev.soma.runtime.driver.Specialisations;
import dev.soma.runtime.ptx.PtxMachine;
import java.util.function.Consumer;

/** The device {@code cuda} on a {@link PtxMachine}: all of it but NVIDIA's library and silicon. */
public final class MachineCuda {
    private MachineCuda() {}

    /** A device whose machine looks for races. */
    public static KernelDevice open() {
        return device(new MachineDriver(new PtxMachine(), launch -> {}, true), Specialisations.NEVER);
    }

    /** As {@link #open()}, with each kernel compiled for the ints of each launch. */
    public static KernelDevice specialising() {
        return specialising(new PtxMachine(), launch -> {});
    }

    /** As {@link #specialising()}, on that machine; {@code launched} is told every launch. */
    public static KernelDevice specialising(PtxMachine machine, Consumer<MachineLaunch> launched) {
        return device(new MachineDriver(machine, launched, true), 0);
    }

    /** A device that runs nothing, and so computes nothing: {@code launched} is told what it would have run. */
    public static KernelDevice recording(Consumer<MachineLaunch> launched) {
        return device(new MachineDriver(new PtxMachine(), launched, false), Specialisations.NEVER);
    }

    private static KernelDevice device(MachineDriver driver, int launches) {
        PtxSource compiled = new CompiledPtx();
        PtxSource source = (kernel, constants) -> driver.render(compiled, kernel, constants);
        return (KernelDevice) new CudaDeviceProvider(() -> driver, source, () -> launches).open(DeviceSettings.DEFAULT);
    }
}
