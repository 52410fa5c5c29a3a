package dev.soma.runtime.driver;

import dev.soma.runtime.DeviceException;

/** A device has no room for an allocation. */
public class DeviceMemoryException extends DeviceException {
    private static final long serialVersionUID = 1L;

    /** A failure with what was wrong and what to do about it. */
    public DeviceMemoryException(String message) {
        super(message);
    }

    /** A failure with its cause. */
    public DeviceMemoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
