package dev.soma.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.soma.runtime.Device;
import dev.soma.runtime.DeviceSettings;
import dev.soma.runtime.Devices;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A training step allocates no array of activations, gradients or parameters once all sizes have occurred. */
class TrainingAllocationTest {
    private static final int THREADS = 2;

    /** Samples: the first neurons' potentials then take 6.4 MB. */
    private static final int BATCH = 16;

    /** Bytes of a step's small objects, such as descriptions of shapes: an eighth of the second convolution's output. */
    private static final long SMALL_OBJECTS = 400_000;

    /** Steps in a row that must not allocate more. */
    private static final int STEADY_STEPS = 5;

    /** Until the loops are compiled, vectors are objects; so long they may take. */
    private static final int MOST_STEPS = 400;

    private static final ThreadMXBean THREAD_BEAN = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void stepsInTheSteadyStateAllocateNoArrays() {
        try (Device device = Devices.open("vector", DeviceSettings.DEFAULT.withThreads(THREADS));
                Side soma = TrainingWork.digits(BATCH).soma().apply(device)) {
            long[] threads = THREAD_BEAN.getAllThreadIds();
            int steady = 0;
            long last = 0;
            for (int step = 0; step < MOST_STEPS && steady < STEADY_STEPS; step++) {
                long before = allocated(threads);
                soma.run();
                last = allocated(threads) - before;
                steady = last <= SMALL_OBJECTS ? steady + 1 : 0;
            }
            assertTrue(steady == STEADY_STEPS, "a step allocates " + last + " bytes, expected " + SMALL_OBJECTS);
        }
    }

    private static long allocated(long... threads) {
        return Arrays.stream(THREAD_BEAN.getThreadAllocatedBytes(threads)).sum();
    }
}
