package dev.soma.layers.train;

import dev.soma.runtime.Device;
import dev.soma.runtime.Devices;
import dev.soma.runtime.NormAxis;
import dev.soma.runtime.cuda.MachineCuda;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks train on the device {@code cuda}, whose PTX a machine in Java runs and searches for races, to the bits of {@code jvm}. */
class PtxTrainingTest {
    @ParameterizedTest(name = "MPBN by {0}, seed {1}")
    @CsvSource({"CHANNEL, 3", "ELEMENT, 4"})
    void trainsToTheBitsOfTheMethods(NormAxis axis, long seed) {
        try (Device jvm = Devices.open("jvm");
                Device cuda = MachineCuda.open()) {
            SameBitsTest.assertTrainsAlike(jvm, cuda, axis, seed);
        }
    }
}
