package dev.soma.runtime.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.soma.runtime.DeviceException;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class NativeLibraryTest {
    private static final FunctionDescriptor INT_TO_INT =
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);

    @Test
    void anAbsentLibrarySaysSoWhenItIsUsed() {
        NativeLibrary absent =
                NativeLibrary.load("the driver of nothing", List.of("libnothing.so.1", "nothing.dll"), "install it");
        String sentence = "the driver of nothing was not found (libnothing.so.1, nothing.dll): install it";
        assertEquals(Optional.of(sentence), absent.obstacle());
        assertFalse(absent.has("abs"));
        MethodHandle function = absent.function("abs", INT_TO_INT);
        DeviceException e = assertThrows(DeviceException.class, () -> {
            int _ = (int) function.invokeExact(1);
        });
        assertEquals(sentence, e.getMessage());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theFirstLibraryThatThereIsIsUsed() throws Throwable {
        NativeLibrary library = NativeLibrary.load("the C library", List.of("libnothing.so.1", "libc.so.6"), "install");
        assertEquals(Optional.empty(), library.obstacle());
        assertTrue(library.has("abs"));
        assertEquals(7, (int) library.function("abs", INT_TO_INT).invokeExact(-7));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void anAbsentFunctionSaysSoWhenItIsCalled() {
        NativeLibrary library = NativeLibrary.load("the C library", List.of("libc.so.6"), "install");
        assertFalse(library.has("noSuchFunction"));
        MethodHandle function = library.function("noSuchFunction", INT_TO_INT);
        DeviceException e = assertThrows(DeviceException.class, () -> {
            int _ = (int) function.invokeExact(1);
        });
        assertEquals(
                "the C library has no function noSuchFunction, it is too old: install a newer driver", e.getMessage());
    }

    @Test
    void rethrowsWhatWasThrown() {
        Exception unchecked = new IllegalStateException("unchecked");
        assertSame(unchecked, assertThrows(IllegalStateException.class, () -> NativeLibrary.rethrow(unchecked)));
        Error error = new LinkageError("error");
        assertSame(error, assertThrows(LinkageError.class, () -> NativeLibrary.rethrow(error)));
        assertThrows(AssertionError.class, () -> NativeLibrary.rethrow(new IOException("checked")));
    }
}
