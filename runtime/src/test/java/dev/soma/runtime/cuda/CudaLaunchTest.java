package dev.soma.runtime.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.CompiledKernel;
import dev.soma.runtime.DataType;
import dev.soma.runtime.DeviceSettings;
import dev.soma.runtime.Grid;
import dev.soma.runtime.Kernel;
import dev.soma.runtime.KernelDevice;
import dev.soma.runtime.compiler.Access;
import dev.soma.runtime.driver.Specialisations;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The whole device on a library in C that writes down what it was called with. */
class CudaLaunchTest {
    private static final String STREAM = "0x8123456789abcdef";
    private static final int ROUNDS = 30;
    private static final int LAUNCHES = 2000;
    private static final Kernel SCALE = Kernel.of(TestKernels.class, "scale");

    @TempDir(cleanup = CleanupMode.NEVER) // the library stays loaded
    static Path folder;

    private static Path file;

    private FakeLibrary library;

    @BeforeAll
    static void compile() throws Exception {
        file = FakeLibrary.compile(folder);
    }

    @BeforeEach
    void load() {
        library = new FakeLibrary(file);
    }

    private KernelDevice open() {
        PtxSource source = (kernel, constants) -> {
            List<Access> accesses = Collections.nCopies(kernel.argumentTypes().size(), Access.READ_WRITE);
            return new Ptx("scale_ILFIL", "PTX of " + kernel, "PTX of " + kernel, accesses);
        };
        CudaDeviceProvider provider =
                new CudaDeviceProvider(() -> new LibCuda(library.symbols()), source, () -> Specialisations.NEVER);
        return (KernelDevice) provider.open(new DeviceSettings(0, "1"));
    }

    @Test
    void aLaunchArrivesAndNothingIsLeft() {
        try (KernelDevice device = open();
                Buffer x = device.allocate(1f, 2f, 3f);
                Buffer y = device.allocate(DataType.FLOAT, 3)) {
            assertEquals(
                    "Fake GPU 1, compute capability 9.1, 132 multiprocessors, 80.0 GiB, driver for CUDA 12.4",
                    device.description());
            assertArrayEquals(new float[] {1f, 2f, 3f}, x.toFloats());
            device.compile(SCALE).launch(Grid.of(3, 2), 3, x, 0.5f, -7, y);
            List<String> log = library.log();
            assertEquals(
                    List.of(
                            "cuLaunchKernel(scale_ILFIL, 2 1 1, 2 1 1, 0, " + STREAM + ", 0)",
                            "parameters: 3 " + "0x"
                                    + Long.toHexString(x.handle().orElseThrow()) + " 0.5 -7 " + "0x"
                                    + Long.toHexString(y.handle().orElseThrow())),
                    log.subList(log.size() - 2, log.size()));
        }
        List<String> log = library.log();
        assertEquals("cuDevicePrimaryCtxRelease_v2(0x40000001)", log.getLast());
        for (String made : List.of("cuMemAlloc_v2", "cuMemAllocHost_v2", "cuStreamCreate", "cuEventCreate")) {
            assertTrue(log.stream().anyMatch(line -> line.startsWith(made)), made);
        }
        assertEquals(count(log, "cuMemAlloc_v2"), count(log, "cuMemFree_v2"));
        assertEquals(count(log, "cuMemAllocHost_v2"), count(log, "cuMemFreeHost"));
        assertEquals(count(log, "cuEventCreate"), count(log, "cuEventDestroy_v2"));
        assertEquals(count(log, "cuStreamCreate"), count(log, "cuStreamDestroy_v2"));
        assertEquals(count(log, "cuModuleLoadDataEx"), count(log, "cuModuleUnload"));
    }

    private static long count(List<String> log, String function) {
        return log.stream().filter(line -> line.startsWith(function + "(")).count();
    }

    @Test
    void aLaunchAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (KernelDevice device = open();
                Buffer x = device.allocate(1f);
                Buffer y = device.allocate(1f)) {
            CompiledKernel scale = device.compile(SCALE);
            Grid grid = Grid.flat(1);
            Object[] one = {1, x, 0.5f, 2, y};
            Object[] other = {2, y, 1.5f, 3, x};
            long leastBytes = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                long bytes = threads.getCurrentThreadAllocatedBytes();
                for (int launch = 0; launch < LAUNCHES; launch++) {
                    scale.launch(grid, (launch & 1) == 0 ? one : other);
                }
                leastBytes = Math.min(leastBytes, threads.getCurrentThreadAllocatedBytes() - bytes);
            }
            assertEquals(0, leastBytes / LAUNCHES, "bytes a launch");
        }
    }
}
