package dev.soma.runtime.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.soma.runtime.Device;
import dev.soma.runtime.Devices;
import dev.soma.runtime.cuda.FakeCuda;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operation through the device {@code cuda} on a driver without a GPU, whose kernels are the Java methods: every
 * argument of every launch, every copy and every wait, but not the PTX.
 */
class CudaDriverCallsTest {
    private static Device jvm;
    private static Device cuda;

    @BeforeAll
    static void open() {
        jvm = Devices.open("jvm");
        cuda = FakeCuda.open();
    }

    @AfterAll
    static void close() {
        cuda.close();
        jvm.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.soma.runtime.catalog.OperationsTest#cases")
    void giveTheResultsOfTheMethods(OperationCase testCase) {
        Map<String, HostArray> expected = testCase.run(jvm);
        Map<String, HostArray> actual = testCase.run(cuda);
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, array) -> exactly(array).check(name, Objects.requireNonNull(actual.get(name), name)));
    }

    private static Expected exactly(HostArray array) {
        return array.values() instanceof float[] floats ? Expected.exactly(floats) : Expected.exactly(array.ints());
    }
}
