package dev.soma.runtime.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.CompiledKernel;
import dev.soma.runtime.DataType;
import dev.soma.runtime.DeviceSettings;
import dev.soma.runtime.Grid;
import dev.soma.runtime.driver.DiskCache;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a launch costs the host. */
@RequiresOpenCl
class LaunchCostTest {
    private static final Logger LOG = LoggerFactory.getLogger(LaunchCostTest.class);
    private static final int ROUNDS = 30;
    private static final int LAUNCHES = 2000;

    @Test
    void aLaunchAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (OpenClDevice device =
                        OpenClDevice.open(DeviceSettings.DEFAULT, TestKernels::sources, new DiskCache(null));
                Buffer x = device.allocate(1f);
                Buffer y = device.allocate(DataType.FLOAT, 1);
                Buffer z = device.allocate(DataType.FLOAT, 1)) {
            CompiledKernel scale = device.compile(TestKernels.SCALE);
            Grid grid = Grid.of(1, 1);
            Object[] one = {1, 1f, x, y};
            Object[] other = {1, 2f, y, z};
            long leastBytes = Long.MAX_VALUE;
            long leastNanos = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                long bytes = threads.getCurrentThreadAllocatedBytes();
                long began = System.nanoTime();
                for (int launch = 0; launch < LAUNCHES; launch++) {
                    scale.launch(grid, (launch & 1) == 0 ? one : other);
                }
                leastNanos = Math.min(leastNanos, System.nanoTime() - began);
                leastBytes = Math.min(leastBytes, threads.getCurrentThreadAllocatedBytes() - bytes);
                device.finish();
            }
            LOG.info("a launch costs the host {} ns on {}", leastNanos / LAUNCHES, device.description());
            assertEquals(0, leastBytes / LAUNCHES, "bytes a launch");
        }
    }
}
