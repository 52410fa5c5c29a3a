package dev.soma.runtime.roofline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.soma.runtime.ptx.Traffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The kernels move no more bytes than they must, and warps read whole sectors. The report is written beside. */
class RooflineTest {
    private static final long SEED = 1;
    private static final Path FOLDER = Path.of("target", "roofline");

    /** Bytes that memory may move by the least possible. */
    private static final double MOST_MOVED = 1.1;

    /** What warps must use of the sectors that they read and write. */
    private static final double LEAST_USED = 0.9;

    /** The kernels that pass over the activations and do little with each. */
    private static final Set<String> STREAMING = Set.of(
            "lifForward",
            "lifBackward",
            "lifFoldedForward",
            "lifMpbnStep",
            "lifMpbnStatistics",
            "lifMpbnBackwardStep",
            "lifMpbnBackwardSums",
            "lifMpbnEvaluation",
            "normMoments",
            "normStatistics",
            "normTrain",
            "normEvaluate",
            "normGradSums",
            "normGradParameters",
            "normGradX",
            "normInvStd",
            "normGradXEvaluate");

    /** Those in which no warp reads again what another has read, but for a few parameters. */
    private static final Set<String> READ_ONCE = Set.of("lifForward", "lifBackward", "normMoments", "normGradSums");

    private static final List<Measured> ALL = Roofline.measure(SEED);

    static Stream<Measured> streaming() {
        return ALL.stream().filter(it -> STREAMING.contains(it.kernel()));
    }

    static List<Measured> all() {
        return ALL;
    }

    @ParameterizedTest
    @MethodSource("streaming")
    void movesTheLeastBytes(Measured it) {
        assertTrue(it.moved() <= MOST_MOVED, () -> it + " moves " + it.moved() + " times the least bytes");
        if (READ_ONCE.contains(it.kernel())) {
            assertTrue(it.asked() <= MOST_MOVED, () -> it + " asks for " + it.asked() + " times the least bytes");
        }
    }

    @Test
    void everyStreamingKernelIsMeasured() {
        assertEquals(STREAMING, streaming().map(Measured::kernel).collect(Collectors.toSet()));
    }

    /** Less than the least would mean that the least is wrong. Of the memory, whole sectors are moved. */
    @ParameterizedTest
    @MethodSource("all")
    void theLeastIsTheLeast(Measured it) {
        assertTrue(it.moved() >= 1, () -> it + " moves " + it.moved() + " times the least bytes");
    }

    @ParameterizedTest
    @MethodSource("all")
    void sharedMemoryHasNoBankConflicts(Measured it) {
        assertEquals(0, it.bankConflicts(), it::toString);
    }

    /**
     * The arrays of the convolutions whose reads and writes must be coalesced. Left out are:
     *
     * <ul>
     *   <li>the words of spikes: all lanes of a warp read the same one, and the next words of its sector come from the cache;
     *   <li>{@code x} of the first convolution: its pixels have 3 channels, so that a row of a window is 9 floats, which start
     *       anywhere in a sector. That image is small, and each sector is moved once, as {@link #convolutionsMoveTheLeastBytes}
     *       sees;
     *   <li>the readout of 10 channels, whose rows are no whole sectors.
     * </ul>
     */
    static Stream<Arguments> coalesced() {
        return ALL.stream()
                .filter(it -> it.kernel().startsWith("conv2d") && !it.work().startsWith("readout"))
                .flatMap(it -> Stream.of("x", "weight", "gradY", "y", "gradX", "partial", "spikeSeq")
                        .filter(it::hasArray)
                        .filter(array -> !(array.equals("x") && it.work().endsWith("first")))
                        .map(array -> Arguments.of(it, array)));
    }

    @ParameterizedTest
    @MethodSource("coalesced")
    void convolutionsUseWholeSectors(Measured it, String array) {
        Traffic traffic = it.array(array);
        double used = Math.min(traffic.usedOfReads(), traffic.usedOfWrites());
        assertTrue(used >= LEAST_USED, () -> it + " uses " + used + " of the sectors of " + array);
    }

    static Stream<Measured> convolutions() {
        return ALL.stream().filter(it -> it.kernel().startsWith("conv2d"));
    }

    @ParameterizedTest
    @MethodSource("convolutions")
    void convolutionsMoveTheLeastBytes(Measured it) {
        assertTrue(it.moved() <= MOST_MOVED, () -> it + " moves " + it.moved() + " times the least bytes");
    }

    @Test
    void theReportHasEveryKernel() throws IOException {
        Report.write(ALL, FOLDER);
        for (String name : List.of("roofline.csv", "roofline.md")) {
            String text = Files.readString(FOLDER.resolve(name));
            ALL.forEach(it -> assertTrue(text.contains(it.kernel()), () -> name + " lacks " + it));
        }
        assertTrue(Files.readString(FOLDER.resolve("roofline.md")).contains("predicted, not measured"));
    }

    @ParameterizedTest
    @CsvSource({"3.35e12, 0, 1, MEMORY", "0, 134e12, 2, ARITHMETIC", "6.7e12, 67e12, 2, MEMORY"})
    void theSlowerPartBoundsTheTime(double bytes, double flops, double seconds, Gpu.Bound bound) {
        Gpu.Prediction prediction = Gpu.H100.predict(bytes, flops);
        assertEquals(seconds, prediction.seconds(), Math.ulp(seconds));
        assertEquals(bound, prediction.bound());
    }
}
