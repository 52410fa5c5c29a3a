package dev.soma.runtime.cuda;

/** The properties of a device that Soma asks for; {@code CUdevice_attribute} of the driver API. */
enum DeviceAttribute {
    /** Streaming multiprocessors. */
    MULTIPROCESSORS(16),
    /** Who may compute on the device: one of the {@code COMPUTE_MODE} constants. */
    COMPUTE_MODE(20),
    /** The 8 of compute capability 8.6. */
    COMPUTE_CAPABILITY_MAJOR(75),
    /** The 6 of compute capability 8.6. */
    COMPUTE_CAPABILITY_MINOR(76);

    /** A {@link #COMPUTE_MODE} in which nobody may compute. */
    static final int COMPUTE_MODE_PROHIBITED = 2;

    private final int code;

    DeviceAttribute(int code) {
        this.code = code;
    }

    /** The driver's number. */
    int code() {
        return code;
    }
}
