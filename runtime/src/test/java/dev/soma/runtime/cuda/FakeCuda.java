package dev.soma.runtime.cuda;

import dev.soma.runtime.DeviceSettings;
import dev.soma.runtime.KernelDevice;
import dev.soma.runtime.driver.Specialisations;

/** The device {@code cuda} on a fake driver and GPU. */
public final class FakeCuda {
    private static final long MEMORY_BYTES = 1L << 30;

    private FakeCuda() {}

    /** A device whose kernels are the Java methods, and everything else is what runs with a real driver. */
    public static KernelDevice open() {
        FakeKernels kernels = new FakeKernels();
        return open(driver(kernels, MEMORY_BYTES), kernels);
    }

    static FakeDriver driver(FakeKernels kernels, long memoryBytes) {
        return new FakeDriver(kernels, new FakeDriver.Gpu("NVIDIA Fake 100", 9, 0, memoryBytes, 0));
    }

    static KernelDevice open(FakeDriver driver, PtxSource source) {
        return (KernelDevice)
                new CudaDeviceProvider(() -> driver, source, () -> Specialisations.NEVER).open(DeviceSettings.DEFAULT);
    }
}
