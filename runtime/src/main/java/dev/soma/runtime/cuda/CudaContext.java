package dev.soma.runtime.cuda;

import dev.soma.runtime.DeviceException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The GPU's primary context, which all code in this process shares, so that pointers of other libraries are valid in it, and
 * a stream of it. Calls that need the context run through here: it is made the calling thread's own for them, and the one
 * that was there before is put back. (Where there was none, this one stays.)
 *
 * <p>After some errors, a kernel's illegal access among them, a context answers everything with that error. It is told once
 * with its cause; every later call says that the device is unusable.
 */
final class CudaContext implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CudaContext.class);

    private static final String NEW_PROCESS = "; the GPU cannot be used any more in this process: start a new one";

    private final CudaDriver driver;
    private final CudaGpu gpu;
    private final long context;
    private final long stream;
    private @Nullable Object lastLaunch;
    private @Nullable String loss;

    /**
     * Retains the context and makes a stream.
     *
     * @throws DeviceException if the driver refuses, as when another process holds the GPU exclusively
     */
    CudaContext(CudaDriver driver, CudaGpu gpu) {
        this.driver = driver;
        this.gpu = gpu;
        this.context = driver.retainPrimaryContext(gpu.handle());
        try {
            this.stream = call(driver::createStream);
        } catch (RuntimeException e) {
            driver.releasePrimaryContext(gpu.handle());
            throw e;
        }
    }

    CudaDriver driver() {
        return driver;
    }

    CudaGpu gpu() {
        return gpu;
    }

    /** The stream in which all work of the device is enqueued. */
    long stream() {
        return stream;
    }

    /**
     * Makes calls in this context.
     *
     * @throws DeviceException if one of them fails, or the context has been lost
     */
    void run(Runnable calls) {
        if (loss != null) {
            throw new DeviceException("the device cuda is unusable since an earlier failure: " + loss);
        }
        long previous = driver.currentContext();
        try {
            enter(previous);
            calls.run();
        } catch (CudaException e) {
            throw noted(e);
        } finally {
            leave(previous);
        }
    }

    /** As {@link #run}, with a result. */
    long call(LongSupplier calls) {
        long[] result = new long[1];
        run(() -> result[0] = calls.getAsLong());
        return result[0];
    }

    /** Makes calls that free something. What fails is logged: the caller can do nothing about it. */
    void dispose(Runnable calls) {
        if (loss != null) {
            return; // the driver has taken all of the context's memory back
        }
        try {
            run(calls);
        } catch (DeviceException e) {
            LOG.warn("memory of the device cuda was not freed: {}", e.getMessage());
        }
    }

    /** Remembers what is launched, to name it if the GPU fails. */
    void launching(Object kernel) {
        lastLaunch = kernel;
    }

    /** Waits until all that has been enqueued is done. */
    void finish() {
        run(() -> driver.synchronizeStream(stream));
    }

    /** Whether nothing works any more. */
    boolean isLost() {
        return loss != null;
    }

    /** Frees the stream and lets go of the context; what others hold in it stays. */
    @Override
    public void close() {
        dispose(() -> driver.destroyStream(stream));
        try {
            driver.releasePrimaryContext(gpu.handle());
        } catch (CudaException e) {
            LOG.debug("the context was not released: {}", e.getMessage());
        }
    }

    private void enter(long previous) {
        if (previous != context) {
            driver.setCurrentContext(context);
        }
    }

    private void leave(long previous) {
        if (previous != context && previous != 0 && loss == null) {
            driver.setCurrentContext(previous);
        }
    }

    private CudaException noted(CudaException e) {
        if (!CudaResult.isSticky(e.result())) {
            return e;
        }
        CudaException told =
                e.with((lastLaunch == null ? "" : "; the last kernel launched was " + lastLaunch) + NEW_PROCESS);
        loss = told.getMessage();
        return told;
    }
}
