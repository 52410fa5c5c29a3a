package dev.soma.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.soma.runtime.Device;
import dev.soma.runtime.DeviceProvider;
import dev.soma.runtime.Devices;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What Soma and TornadoVM make of the same kernels computes the same. Where one of them is not usable, {@code jvm} takes its place: the
 * works are the same.
 */
class TornadoPairsTest {

    static Stream<Arguments> works() {
        return TornadoWorks.small().stream().map(work -> Arguments.of(work.name(), work));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("works")
    void bothSidesGiveTheSame(String name, Work<Device> work) {
        try (Device device = openOrJvm("opencl");
                Device other = openOrJvm("tornado")) {
            Agreement agreement;
            try (Side soma = work.soma().apply(device);
                    Side peer = work.peer().apply(other)) {
                agreement = Comparison.agreement(soma, peer, work.tolerance());
                assertTrue(soma.nanos() > 0 && peer.nanos() > 0, "both take time");
            }
            assertTrue(agreement.values() > 0, "something is compared");
            assertEquals("", agreement.problem());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("works")
    void bothSidesAreMeasured(String name, Work<Device> work) {
        try (Device device = openOrJvm("opencl");
                Device other = openOrJvm("tornado")) {
            Row row = new Comparison<>(device, "TornadoVM", other, 0, 2).measure(work);
            assertEquals(List.of(2, 2), List.of(row.soma().size(), row.peer().size()));
        }
    }

    private static Device openOrJvm(String name) {
        boolean usable = Devices.list().stream()
                .filter(provider -> provider.name().equals(name))
                .map(DeviceProvider::obstacle)
                .anyMatch(obstacle -> obstacle.isEmpty());
        return Devices.open(usable ? name : "jvm");
    }
}
