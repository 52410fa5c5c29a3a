package dev.soma.runtime.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.soma.runtime.Kernel;
import dev.soma.runtime.KernelDevice;
import org.junit.jupiter.api.AfterEach;

/** A device with a little memory, whose driver runs nothing before somebody waits for it; nothing may be left of it. */
abstract class CudaFixture {
    static final long MEMORY_BYTES = 40_000;

    static final Kernel SCALE = Kernel.of(TestKernels.class, "scale");
    static final Kernel COUNT = Kernel.of(TestKernels.class, "count");
    static final Kernel REFUSED = Kernel.of(TestKernels.class, "refused");

    final FakeKernels kernels = new FakeKernels();
    final FakeDriver driver = FakeCuda.driver(kernels, MEMORY_BYTES);
    final KernelDevice device = FakeCuda.open(driver, kernels);

    /** Whether a kernel fails in the test, after which nothing can be freed. */
    boolean lost;

    @AfterEach
    void closeAndFindNothingLeft() {
        device.close();
        if (!lost) {
            assertEquals("", driver.leaks());
        }
    }
}
