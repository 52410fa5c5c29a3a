package dev.soma.runtime.opencl;

import dev.soma.runtime.DeviceException;

/** A call of OpenCL failed. */
final class OpenClException extends DeviceException {
    private static final long serialVersionUID = 1L;

    private final int status;

    OpenClException(String message, int status) {
        super(message);
        this.status = status;
    }

    /** The status the call gave. */
    int status() {
        return status;
    }
}
