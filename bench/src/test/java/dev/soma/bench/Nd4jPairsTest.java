package dev.soma.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.Device;
import dev.soma.runtime.DeviceSettings;
import dev.soma.runtime.Devices;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Soma and ND4J compute the same. Skipped, with the reason, where ND4J is not on the class path: it is with {@code -Pnd4j}. */
class Nd4jPairsTest {
    private static final int THREADS = 2;

    static Stream<Arguments> works() {
        return Works.smallBesideNd4j().stream().map(work -> Arguments.of(work.name(), work));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("works")
    void bothSidesGiveTheSame(String name, Work<Nd4jCpu> work) {
        Nd4jCpu nd4j = open();
        assertEquals(THREADS, nd4j.threads());
        assertTrue(nd4j.version().matches("\\d.*"), nd4j.version());
        try (Device device = Devices.open("vector", DeviceSettings.DEFAULT.withThreads(THREADS));
                Side soma = work.soma().apply(device);
                Side peer = work.peer().apply(nd4j)) {
            for (int run = 1; run <= 2; run++) {
                Agreement agreement = Comparison.agreement(soma, peer, work.tolerance());
                assertTrue(agreement.values() > 0, "something is compared");
                assertEquals("", agreement.problem(), "run " + run);
            }
        }
    }

    @Test
    void groupsAreRefused() {
        Conv2dShape grouped = new Conv2dShape(1, 4, 4, 4, 4, 3, 3, 1, 1, 1, 2);
        ConvolutionArrays arrays = ConvolutionArrays.of(ConvolutionKind.FORWARD, grouped, 0);
        assertThrows(IllegalArgumentException.class, () -> new Nd4jConvolution(ConvolutionKind.FORWARD, arrays));
    }

    private static Nd4jCpu open() {
        try {
            return Nd4jCpu.open(THREADS);
        } catch (UnavailableException e) {
            System.out.println("skipped: " + e.reason());
            return Assumptions.abort(e.reason());
        }
    }
}
