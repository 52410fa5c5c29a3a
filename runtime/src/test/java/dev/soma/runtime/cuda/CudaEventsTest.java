package dev.soma.runtime.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.soma.runtime.DeviceSettings;
import dev.soma.runtime.driver.Specialisations;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

/** The driver's events do not pile up. */
class CudaEventsTest {
    private static final int PATIENCE = 200;

    @Test
    void eventsThatNobodyHoldsAreUsedAgain() throws InterruptedException {
        FakeKernels kernels = new FakeKernels();
        FakeDriver driver = FakeCuda.driver(kernels, 1 << 20);
        try (CudaDevice device = (CudaDevice) new CudaDeviceProvider(() -> driver, kernels, () -> Specialisations.NEVER)
                .open(DeviceSettings.DEFAULT)) {
            CudaEvents events = device.events();
            CudaEvent held = events.record();
            WeakReference<CudaEvent> dropped = new WeakReference<>(events.record());
            int most = events.size();
            for (int i = 0; i < PATIENCE && dropped.get() != null; i++) {
                System.gc();
                Thread.sleep(5);
            }
            assertEquals(2, most);
            boolean reused = false;
            for (int i = 0; i < PATIENCE && !reused; i++) {
                Thread.sleep(5); // the collector tells the queue later
                int before = events.size();
                CudaEvent next = events.record();
                reused = events.size() == before;
                next.await();
            }
            assertTrue(reused, "the event was made anew");
            held.await();
        }
        assertEquals("", driver.leaks());
    }
}
