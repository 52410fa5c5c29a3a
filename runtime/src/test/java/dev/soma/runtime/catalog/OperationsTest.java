package dev.soma.runtime.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.soma.runtime.Device;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation on every device against its reference. */
@Tag("device")
class OperationsTest {
    private static final Map<TestDevices.Choice, Device> OPEN = new HashMap<>();

    static List<OperationCase> cases() {
        return Stream.of(
                        ConvolutionCases.all(),
                        ConvolutionFireCases.all(),
                        NormalizationCases.all(),
                        NeuronCases.all(),
                        PoolingCases.all(),
                        SpikeCases.all(),
                        EncoderCases.all(),
                        LossCases.all(),
                        OptimizerCases.all(),
                        ArrayCases.all())
                .flatMap(List::stream)
                .toList();
    }

    static Stream<Arguments> casesOnDevices() {
        return Stream.concat(
                arguments(TestDevices.all(), cases()), arguments(TestDevices.vector(), ConvolutionCases.large()));
    }

    private static Stream<Arguments> arguments(List<TestDevices.Choice> choices, List<OperationCase> cases) {
        return choices.stream().flatMap(choice -> cases.stream().map(testCase -> Arguments.of(choice, testCase)));
    }

    @AfterAll
    static void closeDevices() {
        OPEN.values().forEach(Device::close);
        OPEN.clear();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("casesOnDevices")
    void agreesWithTheEquationsAndRepeatsItsBits(TestDevices.Choice choice, OperationCase testCase) {
        testCase.check(OPEN.computeIfAbsent(choice, TestDevices.Choice::open));
    }

    @Test
    void everyOperationHasCases() {
        assertEquals(
                Operations.all().stream().map(Operation::name).collect(Collectors.toSet()),
                cases().stream().map(OperationCase::operation).collect(Collectors.toSet()));
    }
}
