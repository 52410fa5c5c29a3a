package dev.soma.runtime.cuda;

import dev.soma.runtime.DeviceException;
import dev.soma.runtime.driver.NativeLibrary;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What of CUDA there is on this machine: a driver that is new enough, and its GPUs, one at least usable.
 *
 * @param driver the driver, initialised
 * @param driverVersion the newest CUDA version that the driver knows, 1000 * major + 10 * minor
 * @param gpus all GPUs, usable or not
 */
record CudaSystem(CudaDriver driver, int driverVersion, List<CudaGpu> gpus) {

    /** CUDA 11.0: the first driver that takes PTX 7.0. */
    private static final int LEAST_DRIVER = 11000;

    private static final String INSTALL =
            "install NVIDIA's driver 450 (CUDA 11.0) or newer, in a container pass the GPU on (docker run --gpus all), or"
                    + " choose another device";

    /**
     * The driver's library on this machine.
     *
     * @throws DeviceException if there is none
     */
    static CudaDriver library() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return library(system.startsWith("windows") ? List.of("nvcuda.dll") : List.of("libcuda.so.1", "libcuda.so"));
    }

    /** As {@link #library()}, under other names. */
    static CudaDriver library(List<String> names) {
        NativeLibrary library = NativeLibrary.load("NVIDIA's driver", names, INSTALL);
        library.obstacle().ifPresent(obstacle -> {
            throw new DeviceException(obstacle);
        });
        return new LibCuda(library::find);
    }

    /**
     * Asks a driver.
     *
     * @throws DeviceException if nothing can be used; the message says why and what to do
     */
    static CudaSystem of(Supplier<CudaDriver> drivers) {
        CudaDriver driver = drivers.get();
        int version = driver.driverVersion();
        if (version < LEAST_DRIVER) {
            throw new DeviceException("NVIDIA's driver is too old: it supports CUDA " + versionText(version)
                    + ", Soma needs CUDA " + versionText(LEAST_DRIVER) + "; " + INSTALL);
        }
        driver.init();
        List<CudaGpu> gpus = CudaGpu.all(driver);
        if (gpus.isEmpty()) {
            throw new DeviceException("NVIDIA's driver shows no GPU; " + CudaResult.cure(CudaResult.NO_DEVICE));
        }
        if (gpus.stream().allMatch(gpu -> gpu.obstacle().isPresent())) {
            throw new DeviceException("no GPU can be used: "
                    + gpus.stream().map(gpu -> gpu.obstacle().orElseThrow()).collect(Collectors.joining("; ")));
        }
        return new CudaSystem(driver, version, gpus);
    }

    /**
     * The GPU meant by a setting: the first that is usable if it is empty, else the one at that index, else the first whose
     * name contains it, in any case.
     *
     * @throws IllegalArgumentException if none is meant; the message lists what there is
     * @throws DeviceException if it cannot be used
     */
    CudaGpu select(String select) {
        CudaGpu gpu = first(
                        candidate -> select.isEmpty() && candidate.obstacle().isEmpty())
                .or(() -> first(candidate -> select.equals(Integer.toString(candidate.ordinal()))))
                .or(() -> first(candidate -> contains(candidate.name(), select)))
                .orElseThrow(() -> new IllegalArgumentException("no GPU is '" + select
                        + "'; expected an index or a part of a name of: "
                        + gpus.stream().map(CudaGpu::toString).collect(Collectors.joining(", "))));
        gpu.obstacle().ifPresent(obstacle -> {
            throw new DeviceException(obstacle);
        });
        return gpu;
    }

    private Optional<CudaGpu> first(Predicate<CudaGpu> wanted) {
        return gpus.stream().filter(wanted).findFirst();
    }

    private static boolean contains(String name, String part) {
        return name.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }

    /** The driver's CUDA version, such as {@code 12.4}. */
    String versionText() {
        return versionText(driverVersion);
    }

    private static String versionText(int version) {
        return version / 1000 + "." + version % 1000 / 10;
    }
}
