package dev.soma.runtime.opencl;

import java.util.Locale;

/**
 * One device of one platform, as its driver describes it.
 *
 * @param index its place among all devices of all platforms
 * @param platform handle of the platform
 * @param handle handle of the device
 * @param platformName the platform's name
 * @param name the device's name
 * @param version version of OpenCL and what the driver adds to it
 * @param driver the driver's version
 * @param type {@code cl_device_type} bits
 * @param maxGroup most work-items of a group
 * @param localMemory most bytes of local memory of a group
 * @param maxAllocation most bytes of one buffer
 * @param memory bytes of memory in all
 * @param floatConfig {@code cl_device_fp_config} of single precision
 */
record ClDevice(
        int index,
        long platform,
        long handle,
        String platformName,
        String name,
        String version,
        String driver,
        long type,
        long maxGroup,
        long localMemory,
        long maxAllocation,
        long memory,
        long floatConfig) {
    private static final int PLATFORM_NAME = 0x0902;
    private static final int TYPE = 0x1000;
    private static final int MAX_WORK_GROUP_SIZE = 0x1004;
    private static final int MAX_MEM_ALLOC_SIZE = 0x1010;
    private static final int SINGLE_FP_CONFIG = 0x101B;
    private static final int GLOBAL_MEM_SIZE = 0x101F;
    private static final int LOCAL_MEM_SIZE = 0x1023;
    private static final int NAME = 0x102B;
    private static final int DRIVER_VERSION = 0x102D;
    private static final int VERSION = 0x102F;

    private static final long TYPE_CPU = 1 << 1;
    private static final long TYPE_GPU = 1 << 2;

    private static final long FP_DENORM = 1;
    private static final long FP_FMA = 1 << 5;
    private static final long FP_CORRECTLY_ROUNDED_DIVIDE_SQRT = 1 << 7;

    static ClDevice of(int index, long platform, long handle) {
        return new ClDevice(
                index,
                platform,
                handle,
                ClInfo.PLATFORM.text(platform, PLATFORM_NAME),
                ClInfo.DEVICE.text(handle, NAME),
                ClInfo.DEVICE.text(handle, VERSION),
                ClInfo.DEVICE.text(handle, DRIVER_VERSION),
                ClInfo.DEVICE.number(handle, TYPE),
                ClInfo.DEVICE.number(handle, MAX_WORK_GROUP_SIZE),
                ClInfo.DEVICE.number(handle, LOCAL_MEM_SIZE),
                ClInfo.DEVICE.number(handle, MAX_MEM_ALLOC_SIZE),
                ClInfo.DEVICE.number(handle, GLOBAL_MEM_SIZE),
                ClInfo.DEVICE.number(handle, SINGLE_FP_CONFIG));
    }

    /** Whether it is a GPU and no simulator, which says that it is everything. */
    boolean isGpu() {
        return (type & (TYPE_CPU | TYPE_GPU)) == TYPE_GPU;
    }

    /** Whether {@code -cl-fp32-correctly-rounded-divide-sqrt} may be asked for. */
    boolean roundsDivisionCorrectly() {
        return (floatConfig & FP_CORRECTLY_ROUNDED_DIVIDE_SQRT) != 0;
    }

    boolean keepsDenormals() {
        return (floatConfig & FP_DENORM) != 0;
    }

    boolean hasFma() {
        return (floatConfig & FP_FMA) != 0;
    }

    /** Whether its own or its platform's name contains a text, upper or lower case. */
    boolean matches(String part) {
        String wanted = part.toLowerCase(Locale.ROOT);
        return name.toLowerCase(Locale.ROOT).contains(wanted)
                || platformName.toLowerCase(Locale.ROOT).contains(wanted);
    }

    /** The device in one line for people. */
    String description() {
        return name + ", " + platformName + ", driver " + driver;
    }
}
