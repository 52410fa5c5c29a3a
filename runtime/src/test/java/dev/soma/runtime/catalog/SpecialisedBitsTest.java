package dev.soma.runtime.catalog;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.soma.runtime.Device;
import dev.soma.runtime.DeviceSettings;
import dev.soma.runtime.KernelDevice;
import dev.soma.runtime.cuda.MachineCuda;
import dev.soma.runtime.opencl.CompiledSources;
import dev.soma.runtime.opencl.OpenClDevice;
import dev.soma.runtime.opencl.OpenClTests;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kernels that are compiled for the ints of their launch give the bits of the methods, too. */
class SpecialisedBitsTest {
    /** Every so many cases on OpenCL, where each form takes its compiler about half a second. */
    private static final int OPENCL_STEP = 24;

    /** Every so many cases on the machine that runs PTX. */
    private static final int PTX_STEP = 5;

    private static final Device JVM = TestDevices.JVM.open();
    private static final KernelDevice CUDA = MachineCuda.specialising();

    static List<OperationCase> cases() {
        List<OperationCase> all = OperationsTest.cases();
        return IntStream.iterate(0, i -> i < all.size(), i -> i + PTX_STEP)
                .mapToObj(all::get)
                .toList();
    }

    @AfterAll
    static void close() {
        CUDA.close();
        JVM.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void asPtx(OperationCase testCase) {
        SameBits.check(testCase.run(JVM), testCase.run(CUDA));
    }

    @Test
    void onOpenCl() {
        assumeTrue(OpenClTests.reasonToSkip().isEmpty(), "no OpenCL");
        List<OperationCase> all = OperationsTest.cases();
        try (KernelDevice opencl = OpenClDevice.openSpecialising(DeviceSettings.DEFAULT, CompiledSources::of, 0)) {
            assumeTrue(opencl.isBitExact(), () -> opencl.description() + " does not promise jvm's bits");
            for (int i = 0; i < all.size(); i += OPENCL_STEP) {
                SameBits.check(all.get(i).run(JVM), all.get(i).run(opencl));
            }
        }
    }
}
