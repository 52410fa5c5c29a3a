package dev.soma.runtime.ptxas;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.soma.runtime.DeviceException;
import dev.soma.runtime.Kernel;
import dev.soma.runtime.catalog.KernelTarget;
import dev.soma.runtime.catalog.Kernels;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kernel, by NVIDIA's assembler. */
class PtxAssemblerTest {
    /** What sizes become when they are constants. */
    private static final int SIZE = 64;

    @BeforeEach
    void needsTheAssembler() {
        assumeTrue(
                PtxAssembler.find().isPresent() || "true".equals(System.getenv("CI")),
                "ptxas was not found on the PATH: .ci/install-tools gets it");
    }

    static List<Kernel> kernels() {
        return Kernels.all();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void everyKernelIsAssembledForEveryGpuWithoutSpills(Kernel kernel) {
        assembled(KernelTarget.PTX.source(kernel, Map.of()));
    }

    static Stream<Arguments> specialisations() {
        return Stream.of(
                Arguments.of("lif-forward", List.of("steps=4", "channels=64", "keep=1", "reset=0")),
                Arguments.of("lif-backward", List.of("steps=4", "keep=0", "reset=0", "surrogate=0")),
                Arguments.of("conv2d-forward-spikes", shape(SIZE, 2 * SIZE, 3)),
                Arguments.of("conv2d-forward-spikes", shape(SIZE, SIZE, 1)),
                Arguments.of("conv2d-forward", shape(3, SIZE, 3)),
                Arguments.of("conv2d-grad-input", shape(SIZE, SIZE, 3)),
                Arguments.of("conv2d-grad-weight", shape(SIZE, SIZE, 3)),
                Arguments.of("conv2d-grad-weight-spikes", shape(SIZE, 2 * SIZE, 3)));
    }

    private static List<String> shape(int in, int out, int kernel) {
        return List.of(
                "inChannels=" + in,
                "outChannels=" + out,
                "kernelHeight=" + kernel,
                "kernelWidth=" + kernel,
                "stride=1",
                "padding=" + kernel / 2,
                "dilation=1",
                "groups=1");
    }

    @ParameterizedTest
    @MethodSource("specialisations")
    void constantsCostNoSpillEither(String name, List<String> constants) {
        Map<String, Integer> values = constants.stream()
                .map(text -> text.split("=", 2))
                .collect(Collectors.toMap(part -> part[0], part -> Integer.valueOf(part[1])));
        assembled(KernelTarget.PTX.source(Kernels.named(name), values));
    }

    @Test
    void whatIsNoPtxIsRejectedInTheAssemblersWords() {
        PtxAssembler assembler = PtxAssembler.find().orElseThrow();
        String ptx =
                KernelTarget.PTX.source(Kernels.named("array-add"), Map.of()).replace("add.rn.f32", "add.rn.s32");
        DeviceException error =
                assertThrows(DeviceException.class, () -> assembler.assemble(ptx, GpuArchitecture.SM_90));
        assertTrue(String.valueOf(error.getMessage()).contains("sm_90"), error.getMessage());
    }

    private static void assembled(String ptx) {
        PtxAssembler assembler = PtxAssembler.find().orElseThrow();
        assertAll(Stream.of(GpuArchitecture.values()).map(gpu -> () -> {
            Usage usage = assembler.assemble(ptx, gpu);
            assertEquals(0, usage.spillBytes() + usage.stackBytes(), gpu + ": " + usage);
            assertTrue(usage.registers() > 0 && gpu.occupancy(usage, 256) > 0, gpu + ": " + usage);
        }));
    }
}
