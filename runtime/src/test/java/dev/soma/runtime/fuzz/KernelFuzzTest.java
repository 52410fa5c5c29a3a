package dev.soma.runtime.fuzz;

import static org.junit.jupiter.api.Assertions.fail;

import dev.soma.runtime.DeviceSettings;
import dev.soma.runtime.Devices;
import dev.soma.runtime.KernelDevice;
import dev.soma.runtime.catalog.KernelTarget;
import dev.soma.runtime.cuda.MachineCuda;
import dev.soma.runtime.opencl.CompiledSources;
import dev.soma.runtime.opencl.OpenClDevice;
import dev.soma.runtime.opencl.RequiresOpenCl;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code -Dsoma.fuzz.kernels=N -Dsoma.fuzz.seed=S} chooses how many kernels and the first seed. */
class KernelFuzzTest {
    private static final int KERNELS = Integer.getInteger("soma.fuzz.kernels", 2_000);
    private static final long SEED = Long.getLong("soma.fuzz.seed", 1L);

    /** Kernels in one: a build costs much more than a kernel. */
    private static final int BUNDLE = 25;

    /** One kernel of a bundle waits at barriers; it is compiled alone. */
    private static final int WAITING = 1;

    @Test
    @RequiresOpenCl
    void openClGivesTheBitsOfTheMethods() {
        try (KernelDevice opencl = OpenClDevice.openUnoptimised(DeviceSettings.DEFAULT, CompiledSources::of)) {
            check(opencl, KernelTarget.OPENCL);
        }
    }

    @Test
    void ptxGivesTheBitsOfTheMethods() {
        try (KernelDevice cuda = MachineCuda.open()) {
            check(cuda, KernelTarget.PTX);
        }
    }

    private static void check(KernelDevice device, KernelTarget target) {
        try (KernelDevice jvm = (KernelDevice) Devices.open("jvm", DeviceSettings.DEFAULT);
                Fuzzer fuzzer = new Fuzzer(FuzzDevice.of(jvm), FuzzDevice.of(device))) {
            for (int done = 0; done < KERNELS; done += BUNDLE) {
                int count = Math.min(BUNDLE, KERNELS - done);
                int waiting = Math.min(WAITING, count - 1);
                check(fuzzer, target, fuzzer.run(Fuzzer.seeds(SEED + done, count - waiting), false));
                for (int i = count - waiting; i < count; i++) {
                    check(fuzzer, target, fuzzer.run(List.of(SEED + done + i), true));
                }
            }
        }
    }

    private static void check(Fuzzer fuzzer, KernelTarget target, Optional<Fuzzer.Failure> failure) {
        failure.ifPresent(found -> fail("the kernel of seed " + found.seed() + " differs: " + found.difference()
                + "\nreplay: mvn -pl kernels,runtime test -Dtest=KernelFuzzTest -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Dsoma.fuzz.kernels=" + KERNELS + " -Dsoma.fuzz.seed=" + SEED + "\n\n"
                + KernelSource.of("Fuzz", List.of(found.body())) + "\n" + fuzzer.generated(found, target)));
    }
}
