package dev.soma.runtime.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class JvmSignalsTest {
    private static final int SIGXFSZ = 25;
    private static final long SIG_IGN = 1;

    @Test
    void aHandlerInstalledMeanwhileIsReplacedByTheFormerOne() throws Throwable {
        long jvms;
        try (JvmSignals _ = JvmSignals.keep()) {
            jvms = install(SIG_IGN);
            assertEquals(SIG_IGN, install(SIG_IGN), "the foreign handler is in place");
        }
        assertEquals(jvms, install(jvms));
    }

    /** Installs a handler by C's {@code signal}; the former one. */
    @SuppressWarnings("restricted") // reaches the C library
    private static long install(long handler) throws Throwable {
        Linker linker = Linker.nativeLinker();
        MethodHandle signal = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("signal"),
                FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
        return (long) signal.invokeExact(SIGXFSZ, handler);
    }
}
