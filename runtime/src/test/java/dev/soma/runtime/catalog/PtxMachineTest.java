package dev.soma.runtime.catalog;

import dev.soma.runtime.Device;
import dev.soma.runtime.KernelDevice;
import dev.soma.runtime.cuda.MachineCuda;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation on the device {@code cuda} gives the bits of {@code jvm}, where a machine in Java runs its PTX. */
class PtxMachineTest {
    private static final KernelDevice CUDA = MachineCuda.open();
    private static final Device JVM = TestDevices.JVM.open();

    static List<OperationCase> cases() {
        return OperationsTest.cases();
    }

    @AfterAll
    static void close() {
        CUDA.close();
        JVM.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void givesTheBitsOfTheMethods(OperationCase testCase) {
        SameBits.check(testCase.run(JVM), testCase.run(CUDA));
    }
}
