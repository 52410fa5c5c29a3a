package dev.soma.runtime.catalog;

import dev.soma.runtime.Device;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers of neurons that are large enough to be split, on devices that are fast enough for them. */
@Tag("device")
class LargeNeuronsTest {
    private static final Map<TestDevices.Choice, Device> OPEN = new HashMap<>();

    static Stream<Arguments> casesOnDevices() {
        return TestDevices.all().stream()
                .filter(choice -> !choice.name().equals("jvm"))
                .flatMap(choice -> NeuronCases.large().stream().map(testCase -> Arguments.of(choice, testCase)));
    }

    @AfterAll
    static void closeDevices() {
        OPEN.values().forEach(Device::close);
        OPEN.clear();
    }

    @ParameterizedTest(name = "{0}: {1}", allowZeroInvocations = true)
    @MethodSource("casesOnDevices")
    void agreesWithTheEquationsAndRepeatsItsBits(TestDevices.Choice choice, OperationCase testCase) {
        testCase.check(OPEN.computeIfAbsent(choice, TestDevices.Choice::open));
    }
}
