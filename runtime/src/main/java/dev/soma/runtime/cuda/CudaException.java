package dev.soma.runtime.cuda;

import dev.soma.runtime.DeviceException;

/** A call of the CUDA driver failed. The message names the call and the driver's symbol, and says what to do. */
final class CudaException extends DeviceException {
    private static final long serialVersionUID = 1L;

    private final int result;

    private CudaException(int result, String message) {
        super(message);
        this.result = result;
    }

    /**
     * The failure of a call.
     *
     * @param call the name of the driver's function
     * @param result what it returned, a {@code CUresult} other than 0
     * @param symbol the driver's name of that, such as {@code CUDA_ERROR_OUT_OF_MEMORY}
     * @param text the driver's description of that
     */
    static CudaException of(String call, int result, String symbol, String text) {
        return new CudaException(
                result,
                call + " failed with " + symbol + " (" + result + "): " + text + "; " + CudaResult.cure(result));
    }

    /** The same failure with more at the end of its message. */
    CudaException with(String detail) {
        return new CudaException(result, getMessage() + detail);
    }

    /** The {@code CUresult}. */
    int result() {
        return result;
    }
}
