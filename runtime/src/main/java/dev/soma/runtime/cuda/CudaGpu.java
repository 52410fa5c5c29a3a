package dev.soma.runtime.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A GPU, as the driver describes it.
 *
 * @param ordinal its index among the GPUs that the driver shows this process
 * @param handle the driver's {@code CUdevice}
 * @param name the maker's name for it
 * @param major the 8 of compute capability 8.6
 * @param minor the 6 of compute capability 8.6
 * @param memoryBytes its memory
 * @param multiprocessors its streaming multiprocessors
 * @param prohibited whether its owner lets nobody compute on it
 */
record CudaGpu(
        int ordinal,
        int handle,
        String name,
        int major,
        int minor,
        long memoryBytes,
        int multiprocessors,
        boolean prohibited) {

    /** The most groups of a launch in dimensions y and z, on every GPU. */
    static final int MAX_GROUPS_YZ = 65535;

    /** The least compute capability: Volta, the first whose threads make progress one by one. */
    private static final int LEAST_MAJOR = 7;

    private static final double GIB = 1 << 30;

    /** All GPUs; the driver is initialised. */
    static List<CudaGpu> all(CudaDriver driver) {
        List<CudaGpu> gpus = new ArrayList<>();
        int count = driver.deviceCount();
        for (int ordinal = 0; ordinal < count; ordinal++) {
            gpus.add(of(driver, ordinal));
        }
        return gpus;
    }

    private static CudaGpu of(CudaDriver driver, int ordinal) {
        int handle = driver.device(ordinal);
        return new CudaGpu(
                ordinal,
                handle,
                driver.deviceName(handle),
                driver.deviceAttribute(DeviceAttribute.COMPUTE_CAPABILITY_MAJOR, handle),
                driver.deviceAttribute(DeviceAttribute.COMPUTE_CAPABILITY_MINOR, handle),
                driver.totalMemory(handle),
                driver.deviceAttribute(DeviceAttribute.MULTIPROCESSORS, handle),
                driver.deviceAttribute(DeviceAttribute.COMPUTE_MODE, handle)
                        == DeviceAttribute.COMPUTE_MODE_PROHIBITED);
    }

    /** Why this GPU cannot be used and what to do about it; empty if it can. */
    Optional<String> obstacle() {
        if (major < LEAST_MAJOR) {
            return Optional.of(this + " has compute capability " + capability() + ", Soma needs " + LEAST_MAJOR
                    + ".0 (Volta) or newer: use the device 'opencl' on this GPU");
        }
        if (prohibited) {
            return Optional.of(this + " lets no program compute: set its compute mode with nvidia-smi -i " + ordinal
                    + " -c DEFAULT");
        }
        return Optional.empty();
    }

    /** The compute capability, such as {@code 8.6}. */
    String capability() {
        return major + "." + minor;
    }

    /** Name, compute capability, multiprocessors and memory, for people. */
    String description() {
        return String.format(
                Locale.ROOT,
                "%s, compute capability %s, %d multiprocessors, %.1f GiB",
                name,
                capability(),
                multiprocessors,
                memoryBytes / GIB);
    }

    /** What a choice among GPUs is told: the description, and the obstacle if there is one. */
    String choice() {
        return description()
                + obstacle().map(reason -> "; not usable: " + reason).orElse("");
    }

    /** The index and the name. */
    @Override
    public String toString() {
        return ordinal + ": " + name;
    }
}
