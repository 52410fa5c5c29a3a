package dev.soma.runtime.tornado;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.soma.runtime.DeviceException;
import dev.soma.runtime.Kernel;
import dev.soma.runtime.catalog.Kernels;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is refused before TornadoVM sees it. */
class KernelCheckTest {

    @ParameterizedTest
    @CsvSource({
        "sine, the method java.lang.Math.sin, sine",
        "leadingZeros, the method java.lang.Integer.numberOfLeadingZeros, helper",
        "table, the field dev.soma.runtime.tornado.UnsupportedKernels.TABLE, table",
        "lambda, lambdas and string concatenation, lambda",
        "matrix, arrays of arrays, matrix",
        "object, objects (new java.lang.StringBuilder), object",
        "thrown, throw, thrown",
        "monitor, synchronized, monitor",
        "recursion, recursion, factorial"
    })
    void namesConstructMethodAndLine(String kernel, String construct, String method) {
        DeviceException e =
                assertThrows(DeviceException.class, () -> check(Kernel.of(UnsupportedKernels.class, kernel)));
        String message = Objects.requireNonNull(e.getMessage());
        assertTrue(
                message.matches("TornadoVM does not support \\Q" + construct
                        + "\\E, used in dev\\.soma\\.runtime\\.tornado\\.UnsupportedKernels\\." + method
                        + ", line [1-9]\\d*: write the kernel without it, or run it on another device"),
                message);
    }

    static Stream<Kernel> kernels() {
        return Kernels.all().stream();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void allKernelsPass(Kernel kernel) {
        assertDoesNotThrow(() -> check(kernel));
    }

    private static void check(Kernel kernel) {
        KernelCheck.of(KernelRemapperTest::model).check(kernel.method());
    }
}
