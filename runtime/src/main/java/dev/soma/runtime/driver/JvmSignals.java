package dev.soma.runtime.driver;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps the JVM's signal handlers while a driver is started. Some drivers (PoCL) install handlers of their own for the
 * signals by which the JVM notices a division by zero or a null pointer; from then on such an exception would end the
 * process. Linux only; elsewhere it does nothing.
 *
 * <pre>{@code
 * try (JvmSignals kept = JvmSignals.keep()) {
 *     // calls that may install handlers
 * }
 * }</pre>
 */
public final class JvmSignals implements AutoCloseable {
    /** SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGSEGV, SIGUSR2, SIGPIPE, SIGXFSZ: those HotSpot handles, by Linux's numbers. */
    private static final int[] SIGNALS = {4, 5, 7, 8, 11, 12, 13, 25};

    /** More than {@code sizeof(struct sigaction)} of any Linux C library; its contents are only carried back. */
    private static final long SIGACTION_BYTES = 512;

    private static final ReentrantLock LOCK = new ReentrantLock();

    private static final Optional<MethodHandle> SIGACTION = sigaction();

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment[] handlers = new MemorySegment[SIGNALS.length];

    private JvmSignals() {
        SIGACTION.ifPresent(function -> {
            for (int i = 0; i < SIGNALS.length; i++) {
                handlers[i] = arena.allocate(SIGACTION_BYTES, Long.BYTES);
                call(function, SIGNALS[i], MemorySegment.NULL, handlers[i]);
            }
        });
    }

    /** Remembers the handlers of now. One thread at a time, so that nobody remembers a driver's. */
    public static JvmSignals keep() {
        LOCK.lock();
        return new JvmSignals();
    }

    /** Puts the handlers back. */
    @Override
    public void close() {
        SIGACTION.ifPresent(function -> {
            for (int i = 0; i < SIGNALS.length; i++) {
                call(function, SIGNALS[i], handlers[i], MemorySegment.NULL);
            }
        });
        arena.close();
        LOCK.unlock();
    }

    private static void call(MethodHandle function, int signal, MemorySegment newAction, MemorySegment oldAction) {
        try {
            int status = (int) function.invokeExact(signal, newAction, oldAction);
            if (status != 0) {
                throw new IllegalStateException("sigaction of signal " + signal + " failed");
            }
        } catch (Throwable e) {
            throw NativeLibrary.rethrow(e);
        }
    }

    @SuppressWarnings("restricted")
    private static Optional<MethodHandle> sigaction() {
        if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
            return Optional.empty();
        }
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find("sigaction")
                .map(address -> linker.downcallHandle(
                        address,
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS)));
    }
}
