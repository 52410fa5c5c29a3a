package dev.soma.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.soma.layers.models.Models;
import dev.soma.runtime.Device;
import dev.soma.runtime.DeviceSettings;
import dev.soma.runtime.Devices;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A training step allocates no array, and few small objects, once all sizes have occurred. */
class TrainingAllocationTest {
    private static final int THREADS = 2;

    /**
     * Bytes of an operation's small objects, for all threads: the shape, tensors and buffers' records that describe it, and what it
     * gives the threads to do.
     */
    private static final long BYTES_PER_OPERATION = 1024;

    /** Steps in a row that must not allocate more. */
    private static final int STEADY_STEPS = 5;

    /** Until the loops are compiled, vectors are objects; so long they may take. */
    private static final int MOST_STEPS = 400;

    private static final ThreadMXBean THREAD_BEAN = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** A network with MPBN, and the number of operations of its step: forward, loss, backward, and an update a parameter. */
    enum Subject {
        DIGITS(49) {
            @Override
            Work<PyTorch> work() {
                return TrainingWork.digits(16);
            }
        },
        RESNET_20(291) {
            @Override
            Work<PyTorch> work() {
                return TrainingWork.ofImages("ResNet-20", Models::resNet20, 2, 16);
            }
        };

        private final int operations;

        Subject(int operations) {
            this.operations = operations;
        }

        abstract Work<PyTorch> work();
    }

    @ParameterizedTest
    @EnumSource
    void stepsInTheSteadyStateAllocateNoArrays(Subject subject) {
        long allowed = BYTES_PER_OPERATION * subject.operations;
        try (Device device = Devices.open("vector", DeviceSettings.DEFAULT.withThreads(THREADS));
                Side soma = subject.work().soma().apply(device)) {
            long[] threads = THREAD_BEAN.getAllThreadIds();
            int steady = 0;
            long last = 0;
            for (int step = 0; step < MOST_STEPS && steady < STEADY_STEPS; step++) {
                long before = allocated(threads);
                soma.run();
                last = allocated(threads) - before;
                steady = last <= allowed ? steady + 1 : 0;
            }
            assertTrue(steady == STEADY_STEPS, "a step allocates " + last + " bytes, expected " + allowed);
        }
    }

    private static long allocated(long... threads) {
        return Arrays.stream(THREAD_BEAN.getThreadAllocatedBytes(threads)).sum();
    }
}
