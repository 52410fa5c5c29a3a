package dev.soma.runtime.compiler;

import dev.soma.runtime.DeviceException;

/** A kernel uses what kernels cannot be compiled from. The message names class, method, line, construct and cure. */
public final class CompileException extends DeviceException {
    private static final long serialVersionUID = 1L;

    CompileException(String message) {
        super(message);
    }
}
