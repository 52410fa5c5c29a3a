package dev.soma.runtime.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.soma.runtime.DeviceSettings;
import dev.soma.runtime.Devices;
import dev.soma.runtime.Kernel;
import dev.soma.runtime.KernelDevice;
import dev.soma.runtime.compiler.KernelCompiler;
import dev.soma.runtime.compiler.OpenClRenderer;
import dev.soma.runtime.opencl.CompiledSources;
import dev.soma.runtime.opencl.OpenClDevice;
import dev.soma.runtime.opencl.RequiresOpenCl;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code -Dsoma.fuzz.kernels=N -Dsoma.fuzz.seed=S} chooses how many kernels and the first seed. */
@RequiresOpenCl
class KernelFuzzTest {
    private static final int KERNELS = Integer.getInteger("soma.fuzz.kernels", 2_000);
    private static final long SEED = Long.getLong("soma.fuzz.seed", 1L);

    /** Kernels in one: a build costs much more than a kernel. */
    private static final int BUNDLE = 25;

    /** One kernel of a bundle waits at barriers; it is compiled alone. */
    private static final int WAITING = 1;

    @Test
    void compiledKernelsGiveTheBitsOfTheMethods() {
        try (KernelDevice jvm = (KernelDevice) Devices.open("jvm", DeviceSettings.DEFAULT);
                KernelDevice opencl = OpenClDevice.openUnoptimised(DeviceSettings.DEFAULT, CompiledSources::of)) {
            Fuzzer fuzzer = new Fuzzer(FuzzDevice.of(jvm), FuzzDevice.of(opencl));
            int done = 0;
            while (done < KERNELS) {
                int count = Math.min(BUNDLE, KERNELS - done);
                int waiting = Math.min(WAITING, count - 1);
                check(fuzzer.run(Fuzzer.seeds(SEED + done, count - waiting), false), false);
                for (int i = count - waiting; i < count; i++) {
                    check(fuzzer.run(List.of(SEED + done + i), true), true);
                }
                done += count;
            }
            assertEquals(KERNELS, done);
        }
    }

    private static void check(Optional<Fuzzer.Failure> failure, boolean waits) {
        failure.ifPresent(found -> {
            String source = KernelSource.of("Fuzz", List.of(found.body()));
            String text = SourceCompiler.compile("Fuzz", source)
                    .map(KernelFuzzTest::openCl)
                    .orElse("javac refuses the source");
            fail("the kernel of seed " + found.seed() + (waits ? ", with barriers," : "") + " differs: "
                    + found.difference() + "\nreplay: mvn -pl kernels,runtime test -Dtest=KernelFuzzTest"
                    + " -Dsurefire.failIfNoSpecifiedTests=false -Dsoma.fuzz.kernels=" + BUNDLE + " -Dsoma.fuzz.seed="
                    + found.seed() + "\n\n" + source + "\n" + text);
        });
    }

    private static String openCl(Kernel kernel) {
        return OpenClRenderer.render(KernelCompiler.compile(kernel, Map.of()));
    }
}
