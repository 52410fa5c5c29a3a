package dev.soma.runtime.cuda;

import java.util.Map;
import java.util.Set;

/** The results of driver calls ({@code CUresult}) that Soma tells apart, and what a user can do about each. */
final class CudaResult {
    static final int SUCCESS = 0;
    static final int INVALID_VALUE = 1;
    static final int OUT_OF_MEMORY = 2;
    static final int STUB_LIBRARY = 34;
    static final int DEVICE_UNAVAILABLE = 46;
    static final int NO_DEVICE = 100;
    static final int NO_BINARY_FOR_GPU = 209;
    static final int ECC_UNCORRECTABLE = 214;
    static final int INVALID_PTX = 218;
    static final int NVLINK_UNCORRECTABLE = 220;
    static final int JIT_COMPILER_NOT_FOUND = 221;
    static final int UNSUPPORTED_PTX_VERSION = 222;
    static final int JIT_COMPILATION_DISABLED = 223;
    static final int CONTAINED = 226;
    static final int NOT_FOUND = 500;
    static final int ILLEGAL_ADDRESS = 700;
    static final int LAUNCH_OUT_OF_RESOURCES = 701;
    static final int LAUNCH_TIMEOUT = 702;
    static final int CONTEXT_IS_DESTROYED = 709;
    static final int ASSERT = 710;
    static final int HARDWARE_STACK_ERROR = 714;
    static final int ILLEGAL_INSTRUCTION = 715;
    static final int MISALIGNED_ADDRESS = 716;
    static final int INVALID_ADDRESS_SPACE = 717;
    static final int INVALID_PC = 718;
    static final int LAUNCH_FAILED = 719;
    static final int TENSOR_MEMORY_LEAK = 721;
    static final int SYSTEM_NOT_READY = 802;
    static final int SYSTEM_DRIVER_MISMATCH = 803;
    static final int COMPAT_NOT_SUPPORTED_ON_DEVICE = 804;
    static final int UNKNOWN = 999;

    /** The driver answers every later call in this process with the same error. */
    private static final Set<Integer> STICKY = Set.of(
            ECC_UNCORRECTABLE,
            NVLINK_UNCORRECTABLE,
            CONTAINED,
            ILLEGAL_ADDRESS,
            LAUNCH_TIMEOUT,
            CONTEXT_IS_DESTROYED,
            ASSERT,
            HARDWARE_STACK_ERROR,
            ILLEGAL_INSTRUCTION,
            MISALIGNED_ADDRESS,
            INVALID_ADDRESS_SPACE,
            INVALID_PC,
            LAUNCH_FAILED,
            TENSOR_MEMORY_LEAK);

    private static final String RUN_ON_JVM =
            "run the kernel on the device 'jvm', which finds accesses out of bounds and names the work-item";

    private static final String UPDATE = "install a newer NVIDIA driver";

    private static final String ASK = "this is unexpected: please report it with the call that led here";

    private static final Map<Integer, String> CURES = Map.ofEntries(
            Map.entry(OUT_OF_MEMORY, "use a smaller batch, or close buffers and other programs that use the GPU"),
            Map.entry(
                    STUB_LIBRARY,
                    "the library found is the CUDA toolkit's stub: remove its folder from the library path, so that the"
                            + " driver's own library is found"),
            Map.entry(
                    DEVICE_UNAVAILABLE,
                    "another process holds the GPU exclusively: end it, or set the compute mode to default"
                            + " (nvidia-smi -c DEFAULT)"),
            Map.entry(
                    NO_DEVICE,
                    "check with nvidia-smi that the GPU is there, and that CUDA_VISIBLE_DEVICES does not hide it"),
            Map.entry(NO_BINARY_FOR_GPU, UPDATE),
            Map.entry(INVALID_PTX, "the code that Soma generated is wrong: please report it with the log"),
            Map.entry(
                    JIT_COMPILER_NOT_FOUND,
                    "the driver's PTX compiler (libnvidia-ptxjitcompiler.so.1) is missing: install the complete driver"),
            Map.entry(UNSUPPORTED_PTX_VERSION, UPDATE),
            Map.entry(JIT_COMPILATION_DISABLED, "unset CUDA_DISABLE_PTX_JIT"),
            Map.entry(ILLEGAL_ADDRESS, RUN_ON_JVM),
            Map.entry(LAUNCH_OUT_OF_RESOURCES, "launch the kernel with smaller work-groups"),
            Map.entry(
                    LAUNCH_TIMEOUT,
                    "the GPU also drives a display, whose watchdog ends long kernels: use a smaller batch or another GPU"),
            Map.entry(CONTEXT_IS_DESTROYED, "other code in this process has reset the GPU: it must not"),
            Map.entry(HARDWARE_STACK_ERROR, RUN_ON_JVM),
            Map.entry(ILLEGAL_INSTRUCTION, RUN_ON_JVM),
            Map.entry(MISALIGNED_ADDRESS, "wrap only addresses that are multiples of 4"),
            Map.entry(INVALID_ADDRESS_SPACE, RUN_ON_JVM),
            Map.entry(INVALID_PC, RUN_ON_JVM),
            Map.entry(LAUNCH_FAILED, RUN_ON_JVM),
            Map.entry(
                    SYSTEM_NOT_READY,
                    "start the NVIDIA services this machine needs (nvidia-persistenced, nvidia-fabricmanager)"),
            Map.entry(
                    SYSTEM_DRIVER_MISMATCH,
                    "the driver's library and its kernel module are of different versions: restart the machine"),
            Map.entry(
                    COMPAT_NOT_SUPPORTED_ON_DEVICE,
                    "take the CUDA compatibility package off the library path, so that the driver's own library is found"),
            Map.entry(
                    UNKNOWN,
                    "load the driver again (modprobe -r nvidia_uvm; modprobe nvidia_uvm) or restart the machine"));

    private CudaResult() {}

    /** What to do about a result. */
    static String cure(int result) {
        return CURES.getOrDefault(result, ASK);
    }

    /** Whether nothing works in this process after that result. */
    static boolean isSticky(int result) {
        return STICKY.contains(result);
    }
}
