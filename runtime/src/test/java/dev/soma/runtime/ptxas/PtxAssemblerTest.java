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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kernel, by NVIDIA's assembler; the tests of networks assemble the specialisations that they launch. */
class PtxAssemblerTest {
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
