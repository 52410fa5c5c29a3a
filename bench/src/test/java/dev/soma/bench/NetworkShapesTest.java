package dev.soma.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.soma.runtime.Conv2dShape;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Param;

/** The shapes of the networks, and that JMH's lists name works that there are. */
class NetworkShapesTest {

    @Test
    void theFirstConvolutionSeesTheImageOnce() {
        NetworkShapes shapes = new NetworkShapes();
        assertEquals(
                Conv2dShape.of(32, 32, 32, 3, 64, 3, 1, 1),
                shapes.convolutions().get("32x32x3 to 32x32x64"));
        assertFalse(shapes.convolutionsOnSpikes().contains("32x32x3 to 32x32x64"));
    }

    @Test
    void theOthersSeeAllStepsOfTheBatch() {
        NetworkShapes shapes = new NetworkShapes();
        Map<String, Conv2dShape> convolutions = shapes.convolutions();
        assertEquals(Conv2dShape.of(128, 16, 16, 64, 128, 3, 2, 1), convolutions.get("16x16x64 to 8x8x128"));
        assertEquals(Conv2dShape.of(128, 8, 8, 64, 128, 1, 1, 0), convolutions.get("1x1 8x8x64 to 8x8x128"));
        assertEquals(Conv2dShape.of(128, 2, 2, 512, 512, 3, 1, 1), convolutions.get("2x2x512"));
        assertTrue(shapes.convolutionsOnSpikes().contains("16x16x64 to 8x8x128"));
        assertFalse(shapes.convolutionsOnSpikes().contains("1x1 8x8x64 to 8x8x128"), "its input is pooled");
        assertEquals(18, convolutions.size());
        assertEquals(11, shapes.convolutionsOnSpikes().size());
    }

    @Test
    void neuronsHaveTheSizesOfBothNetworks() {
        assertEquals(
                List.of("32x32x64", "16x16x64", "8x8x128", "4x4x256", "2x2x512", "16x16x128", "8x8x256", "4x4x512"),
                List.copyOf(new NetworkShapes().neurons().keySet()));
    }

    static Stream<PyTorchBenchmark> benchmarks() {
        return Stream.of(
                new ConvolutionBenchmark(),
                new SpikeConvolutionBenchmark(),
                new NeuronBenchmark(),
                new NetworkBenchmark());
    }

    @ParameterizedTest
    @MethodSource("benchmarks")
    void whatJmhIsToRunThereIs(PyTorchBenchmark benchmark) throws IllegalAccessException {
        Set<String> works = new HashSet<>();
        Works.full().forEach(work -> works.add(work.name()));
        List<Field> lists = new ArrayList<>();
        for (Field field : benchmark.getClass().getDeclaredFields()) {
            if (field.isAnnotationPresent(Param.class)) {
                lists.add(field);
            }
        }
        assertFalse(lists.isEmpty());
        requireAll(benchmark, lists, works);
    }

    private static void requireAll(PyTorchBenchmark benchmark, List<Field> lists, Set<String> works)
            throws IllegalAccessException {
        if (lists.isEmpty()) {
            assertTrue(works.contains(benchmark.work()), benchmark.work());
            return;
        }
        Field list = lists.getFirst();
        for (String value : list.getAnnotation(Param.class).value()) {
            list.set(benchmark, list.getType() == int.class ? (Object) Integer.valueOf(value) : value);
            requireAll(benchmark, lists.subList(1, lists.size()), works);
        }
    }
}
