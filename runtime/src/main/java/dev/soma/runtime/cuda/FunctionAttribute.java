package dev.soma.runtime.cuda;

/** The properties of a loaded kernel that Soma asks for; {@code CUfunction_attribute} of the driver API. */
enum FunctionAttribute {
    /** The most threads of a block with which the kernel can be launched. */
    MAX_THREADS_PER_BLOCK(0),
    /** Bytes of shared memory of a block. */
    SHARED_BYTES(1),
    /** Bytes of local memory of a thread: arrays and spilled registers. */
    LOCAL_BYTES(3),
    /** Registers of a thread. */
    REGISTERS(4);

    private final int code;

    FunctionAttribute(int code) {
        this.code = code;
    }

    /** The driver's number. */
    int code() {
        return code;
    }
}
