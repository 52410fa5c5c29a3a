package dev.soma.runtime.catalog;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.soma.runtime.Device;
import dev.soma.runtime.KernelDevice;
import java.util.HashMap;
import java.util.Map;
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
        SameBits.check(testCase.run(open(TestDevices.JVM)), testCase.run(device));
    }

    private static Device open(TestDevices.Choice choice) {
        return OPEN.computeIfAbsent(choice, TestDevices.Choice::open);
    }
}
