package dev.soma.runtime;

/** A device failed: no driver, no memory, a compilation that failed, a fault in a kernel. The message says what to do. */
public class DeviceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure with what was wrong and what to do about it. */
    public DeviceException(String message) {
        super(message);
    }

    /** A failure with its cause. */
    public DeviceException(String message, Throwable cause) {
        super(message, cause);
    }
}
