package dev.soma.runtime.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.soma.runtime.Device;
import dev.soma.runtime.KernelDevice;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation gives the same bits on the devices that run compiled kernels as on {@code jvm}, which runs the methods. */
@Tag("device")
class CompiledBitsTest {
    private static final Map<TestDevices.Choice, Device> OPEN = new HashMap<>();

    static Stream<Arguments> casesOnCompiledDevices() {
        return TestDevices.compiled().stream()
                .flatMap(choice -> OperationsTest.cases().stream().map(testCase -> Arguments.of(choice, testCase)));
    }

    @AfterAll
    static void closeDevices() {
        OPEN.values().forEach(Device::close);
        OPEN.clear();
    }

    @ParameterizedTest(name = "{0}: {1}", allowZeroInvocations = true)
    @MethodSource("casesOnCompiledDevices")
    void givesTheBitsOfTheMethods(TestDevices.Choice choice, OperationCase testCase) {
        KernelDevice device = (KernelDevice) open(choice);
        assumeTrue(device.isBitExact(), () -> device.description() + " does not promise jvm's bits");
        Map<String, HostArray> expected = testCase.run(open(TestDevices.JVM));
        Map<String, HostArray> actual = testCase.run(device);
        assertEquals(expected.keySet(), actual.keySet(), "results");
        expected.forEach((name, array) -> assertSameBits(name, array, Objects.requireNonNull(actual.get(name), name)));
    }

    private static Device open(TestDevices.Choice choice) {
        return OPEN.computeIfAbsent(choice, TestDevices.Choice::open);
    }

    private static void assertSameBits(String name, HostArray expected, HostArray actual) {
        for (int i = 0; i < expected.length(); i++) {
            int index = i;
            assertEquals(
                    bits(expected, i),
                    bits(actual, i),
                    () -> name + "[" + index + "] of " + actual + ", expected that of " + expected);
        }
    }

    /** An element's bits; one NaN for all. */
    private static int bits(HostArray array, int index) {
        return array.values() instanceof float[] floats ? Float.floatToIntBits(floats[index]) : array.ints()[index];
    }
}
