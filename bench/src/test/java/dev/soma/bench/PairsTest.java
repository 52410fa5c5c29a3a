package dev.soma.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.soma.runtime.Device;
import dev.soma.runtime.DeviceSettings;
import dev.soma.runtime.Devices;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Soma and PyTorch compute the same. Skipped, with the reason, where PyTorch does not load. */
class PairsTest {
    private static final int THREADS = 2;

    static Stream<Arguments> works() {
        return Works.small().stream().map(work -> Arguments.of(work.name(), work));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("works")
    void bothSidesGiveTheSame(String name, Work<PyTorch> work) {
        try (PyTorch pyTorch = open();
                Device device = Devices.open("vector", DeviceSettings.DEFAULT.withThreads(THREADS));
                Side soma = work.soma().apply(device);
                Side peer = work.peer().apply(pyTorch)) {
            assertEquals(THREADS, pyTorch.threads());
            int runs = work.tolerance().equals(GradientNorms.TOLERANCE) ? 1 : 2;
            for (int run = 1; run <= runs; run++) {
                Agreement agreement = Comparison.agreement(soma, peer, work.tolerance());
                assertTrue(agreement.values() > 0, "something is compared");
                assertEquals("", agreement.problem(), "run " + run);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("works")
    void bothSidesAreMeasured(String name, Work<PyTorch> work) {
        try (PyTorch pyTorch = open();
                Device device = Devices.open("vector", DeviceSettings.DEFAULT.withThreads(THREADS))) {
            Row row = new Comparison<>(device, "PyTorch", pyTorch, 0, 2).measure(work);
            assertEquals(List.of(2, 2), List.of(row.soma().size(), row.peer().size()));
            Ratio ratio = row.ratio().orElseThrow();
            assertTrue(0 < ratio.least() && ratio.least() <= ratio.median() && ratio.median() <= ratio.greatest());
        }
    }

    private static PyTorch open() {
        try {
            return PyTorch.open(THREADS);
        } catch (UnavailableException e) {
            String reason = "PyTorch does not load here: " + e.getMessage();
            System.out.println("skipped: " + reason);
            return Assumptions.abort(reason);
        }
    }
}
