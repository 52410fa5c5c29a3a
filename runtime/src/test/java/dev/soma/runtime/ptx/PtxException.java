package dev.soma.runtime.ptx;

import dev.soma.runtime.DeviceException;

/** PTX that the machine refuses, or a fault of a launch; the message names line, thread and cause. */
public final class PtxException extends DeviceException {
    private static final long serialVersionUID = 1L;

    PtxException(String message) {
        super(message);
    }
}
