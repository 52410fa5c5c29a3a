package dev.soma.runtime.opencl;

import dev.soma.runtime.driver.DeviceMemoryException;

/** A call of OpenCL found no room. */
final class OpenClMemoryException extends DeviceMemoryException {
    private static final long serialVersionUID = 1L;

    private final int status;

    OpenClMemoryException(String message, int status) {
        super(message);
        this.status = status;
    }

    /** The status the call gave. */
    int status() {
        return status;
    }
}
