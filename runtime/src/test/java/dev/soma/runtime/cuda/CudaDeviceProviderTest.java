package dev.soma.runtime.cuda;

import static dev.soma.runtime.cuda.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.soma.runtime.Device;
import dev.soma.runtime.DeviceException;
import dev.soma.runtime.DeviceProvider;
import dev.soma.runtime.DeviceSettings;
import dev.soma.runtime.Devices;
import dev.soma.runtime.cuda.FakeDriver.Gpu;
import dev.soma.runtime.driver.NativeLibrary;
import dev.soma.runtime.driver.Specialisations;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Why the device cannot be used, and which GPU is meant. */
class CudaDeviceProviderTest {
    private static final Gpu KEPLER = new Gpu("Tesla K80", 3, 7, 12L << 30, 0);
    private static final Gpu LOCKED = new Gpu("NVIDIA A100-SXM4-40GB", 8, 0, 40L << 30, 2);
    private static final Gpu VOLTA = new Gpu("Tesla V100-PCIE-16GB", 7, 0, 16L << 30, 0);
    private static final Gpu ADA = new Gpu("NVIDIA GeForce RTX 4090", 8, 9, 24L << 30, 3);

    private final FakeKernels kernels = new FakeKernels();

    private CudaDeviceProvider provider(FakeDriver driver) {
        return new CudaDeviceProvider(() -> driver, kernels, () -> Specialisations.NEVER);
    }

    private CudaDeviceProvider provider(Gpu... gpus) {
        return provider(new FakeDriver(kernels, gpus));
    }

    private static void assertObstacle(CudaDeviceProvider provider, String... parts) {
        String obstacle = provider.obstacle().orElseThrow();
        for (String part : parts) {
            assertTrue(obstacle.contains(part), () -> "'" + part + "' is not in: " + obstacle);
        }
        assertFails(DeviceException.class, () -> provider.open(DeviceSettings.DEFAULT), obstacle);
    }

    @Test
    void isBestWhereItWorks() {
        CudaDeviceProvider provider = provider(VOLTA);
        assertEquals("cuda", provider.name());
        assertEquals(10, provider.rank());
        assertTrue(provider.purpose().contains("NVIDIA"), provider.purpose());
        assertEquals(Optional.empty(), provider.obstacle());
    }

    @Test
    void noDriver() {
        CudaDeviceProvider provider = new CudaDeviceProvider(
                () -> CudaSystem.library(List.of("libcuda-absent.so.1")), kernels, () -> Specialisations.NEVER);
        assertEquals(70, provider.rank());
        assertObstacle(
                provider,
                "NVIDIA's driver was not found (libcuda-absent.so.1)",
                "install NVIDIA's driver 450",
                "or choose another device");
    }

    @Test
    void anOldDriver() {
        FakeDriver driver = new FakeDriver(kernels, VOLTA);
        driver.setVersion(10020);
        assertObstacle(provider(driver), "supports CUDA 10.2, Soma needs CUDA 11.0", "driver 450");
        driver.setVersion(11000);
        assertEquals(Optional.empty(), provider(driver).obstacle());
    }

    @ParameterizedTest(name = "cuInit returns {0}")
    @CsvSource({
        "34, remove its folder from the library path",
        "100, check with nvidia-smi",
        "803, restart the machine",
        "804, compatibility package",
        "999, modprobe"
    })
    void aDriverThatDoesNotStart(int result, String cure) {
        FakeDriver driver = new FakeDriver(kernels, VOLTA);
        driver.failNext("init", result);
        String obstacle = provider(driver).obstacle().orElseThrow();
        assertTrue(obstacle.contains("(" + result + ")") && obstacle.contains(cure), obstacle);
    }

    @Test
    void noGpu() {
        assertEquals(10, provider().rank(), "a driver without a GPU is worth a word");
        assertObstacle(provider(), "NVIDIA's driver shows no GPU", "CUDA_VISIBLE_DEVICES");
    }

    @Test
    void onlyGpusThatCannotBeUsed() {
        assertObstacle(
                provider(KEPLER, LOCKED),
                "0: Tesla K80 has compute capability 3.7, Soma needs 7.0",
                "1: NVIDIA A100-SXM4-40GB lets no program compute",
                "nvidia-smi -i 1 -c DEFAULT");
    }

    @Test
    void thisMachineIsAnsweredWithoutFailing() {
        DeviceProvider provider = Devices.list().stream()
                .filter(candidate -> candidate.name().equals("cuda"))
                .findFirst()
                .orElseThrow();
        assertEquals(CudaDeviceProvider.class, provider.getClass());
        Optional<String> obstacle = provider.obstacle();
        boolean driver =
                NativeLibrary.load("", List.of("libcuda.so.1"), "").obstacle().isEmpty();
        if (!driver) {
            assertTrue(obstacle.orElseThrow().startsWith("NVIDIA's driver was not found (libcuda.so.1"));
        }
        obstacle.ifPresent(reason -> assertFails(DeviceException.class, () -> Devices.open("cuda"), reason));
    }

    @ParameterizedTest(name = "''{0}''")
    @CsvSource({"'', Tesla V100", "2, Tesla V100", "3, RTX 4090", "4090, RTX 4090", "geforce, RTX 4090", "v100, V100"})
    void selectIsAnIndexOrAPartOfAName(String select, String expected) {
        try (Device device = provider(KEPLER, LOCKED, VOLTA, ADA).open(new DeviceSettings(0, select))) {
            assertTrue(device.description().contains(expected), device.description());
        }
    }

    @ParameterizedTest(name = "''{0}''")
    @ValueSource(strings = {"2", "-2", "radeon"})
    void aSelectionOfNothingListsWhatThereIs(String select) {
        assertFails(
                IllegalArgumentException.class,
                () -> provider(VOLTA, ADA).open(new DeviceSettings(0, select)),
                "no GPU is '" + select + "'",
                "0: Tesla V100-PCIE-16GB, 1: NVIDIA GeForce RTX 4090");
    }

    @Test
    void allGpusAreToldInTheOrderOfTheirIndices() {
        List<String> choices = provider(KEPLER, VOLTA).choices();
        assertEquals(2, choices.size());
        assertTrue(choices.getFirst().startsWith("Tesla K80, compute capability 3.7"), choices.getFirst());
        assertTrue(choices.getFirst().contains("; not usable: 0: Tesla K80"), choices.getFirst());
        assertTrue(
                choices.getLast().startsWith("Tesla V100") && !choices.getLast().contains("not usable"));
        assertEquals(List.of(), provider().choices(), "there is no GPU");
    }

    @Test
    void aSelectedGpuThatCannotBeUsedIsNotReplaced() {
        assertFails(
                DeviceException.class,
                () -> provider(KEPLER, VOLTA).open(new DeviceSettings(0, "0")),
                "0: Tesla K80 has compute capability 3.7");
    }

    @Test
    void aGpuThatAnotherProcessHolds() {
        FakeDriver driver = new FakeDriver(kernels, VOLTA);
        driver.failNext("retainPrimaryContext", CudaResult.DEVICE_UNAVAILABLE);
        assertFails(
                DeviceException.class,
                () -> provider(driver).open(DeviceSettings.DEFAULT),
                "another process holds the GPU");
    }
}
