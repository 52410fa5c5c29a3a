package dev.soma.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.soma.runtime.DeviceSettings;
import dev.soma.runtime.Devices;
import dev.soma.runtime.opencl.OpenClDevice;
import dev.soma.runtime.opencl.OpenClDeviceProvider;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Soma's kernels and those written by hand give the same bits. Skipped, with the reason, where there is no OpenCL device; fails
 * there if the environment says CI=true.
 */
class OpenClPairsTest {

    static Stream<Arguments> works() {
        return OpenClWorks.small().stream().map(work -> Arguments.of(work.name(), work));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("works")
    void bothSidesGiveTheSameBits(String name, Work<OpenClDevice> work) {
        try (OpenClDevice device = open()) {
            Agreement agreement;
            try (Side soma = work.soma().apply(device);
                    Side peer = work.peer().apply(device)) {
                agreement = Comparison.agreement(soma, peer, work.tolerance());
            }
            assertTrue(agreement.values() > 0, "something is compared");
            assertEquals("", agreement.problem());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("works")
    void bothSidesAreMeasured(String name, Work<OpenClDevice> work) {
        try (OpenClDevice device = open()) {
            Row row = new Comparison<>(device, "by hand", device, 0, 2).measure(work);
            assertEquals(List.of(2, 2), List.of(row.soma().size(), row.peer().size()));
        }
    }

    private static OpenClDevice open() {
        Optional<String> obstacle = new OpenClDeviceProvider().obstacle();
        if (obstacle.isPresent() && !"true".equals(System.getenv("CI"))) {
            String reason = "there is no OpenCL device here: " + obstacle.get();
            System.out.println("skipped: " + reason);
            return Assumptions.abort(reason);
        }
        return (OpenClDevice) Devices.open("opencl", DeviceSettings.DEFAULT);
    }
}
