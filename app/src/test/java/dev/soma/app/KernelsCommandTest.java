package dev.soma.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.soma.runtime.catalog.Kernels;
import dev.soma.runtime.ptxas.PtxAssembler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code soma kernels}. */
class KernelsCommandTest {
    @Test
    void listsEveryKernelWithItsArguments() {
        CommandRun run = CommandRun.of("kernels");
        assertEquals(0, run.exitCode(), run.err());
        assertEquals(Kernels.all().size(), run.out().lines().count());
        assertTrue(run.out().contains("array-fill(int size, float value, float[] y)"), run.out());
    }

    @ParameterizedTest
    @CsvSource({"opencl, __kernel void", "ptx, .visible .entry"})
    void printsAKernel(String target, String head) {
        CommandRun run = CommandRun.of("kernels", "lif-forward", "--target", target);
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.out().contains(head) && run.out().contains("channels"), run.out());
    }

    @ParameterizedTest
    @CsvSource({"opencl", "ptx"})
    void argumentsThatAreSetAreConstants(String target) {
        CommandRun run =
                CommandRun.of("kernels", "lif-forward", "--target", target, "--set", "channels=64", "--set", "keep=0");
        assertEquals(0, run.exitCode(), run.err());
        assertFalse(run.out().contains("channels") || run.out().contains("keep"), run.out());
    }

    @Test
    void reportsWhatTheAssemblerSays() {
        CommandRun run = CommandRun.of("kernels", "array-fill", "--target", "ptx", "--report");
        if (PtxAssembler.find().isPresent()) {
            assertEquals(0, run.exitCode(), run.err());
            assertTrue(run.out().contains("sm_90") && run.out().contains("array-fill"), run.out());
        } else {
            assertEquals(1, run.exitCode());
            assertTrue(run.err().contains("ptxas"), run.err());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "kernels lif, there is no kernel 'lif'",
        "kernels lif-forward --target cobol, --target",
        "kernels lif-forward --set planets=9, planets",
        "kernels lif-forward --set channels=many, many",
        "kernels --target ptx, name the kernel",
        "kernels lif-forward --report, --target ptx"
    })
    void wrongUsageIsAnsweredInWords(String line, String part) {
        CommandRun run = CommandRun.of(line.split(" "));
        assertEquals(2, run.exitCode(), run.err());
        assertTrue(run.err().contains(part), run.err());
    }
}
