package dev.soma.runtime.driver;

import dev.soma.runtime.DeviceException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A library of the operating system, present or not. Looking for it never fails: a device's provider asks for the
 * {@link #obstacle()}, and a function of an absent library throws it when it is called.
 */
public final class NativeLibrary {
    private final String what;
    private final @Nullable SymbolLookup symbols;
    private final @Nullable String obstacle;

    private NativeLibrary(String what, @Nullable SymbolLookup symbols, @Nullable String obstacle) {
        this.what = what;
        this.symbols = symbols;
        this.obstacle = obstacle;
    }

    /**
     * Loads the first library that there is; it stays loaded for the life of the process.
     *
     * @param what what the library is, for people: {@code the OpenCL loader}
     * @param names file names or paths, the likeliest first
     * @param cure what to do where none is found, as the end of a sentence: {@code install ...}
     */
    public static NativeLibrary load(String what, List<String> names, String cure) {
        try {
            return names.stream()
                    .flatMap(name -> lookup(name).stream())
                    .findFirst()
                    .map(symbols -> new NativeLibrary(what, symbols, null))
                    .orElseGet(() -> absent(what, what + " was not found (" + String.join(", ", names) + "): " + cure));
        } catch (IllegalCallerException denied) {
            return absent(
                    what,
                    what + " cannot be loaded, since this JVM denies native access: start it with"
                            + " --enable-native-access=dev.soma.runtime (or ALL-UNNAMED on the class path)");
        }
    }

    @SuppressWarnings("restricted") // native access is what this class is for
    private static Optional<SymbolLookup> lookup(String name) {
        try {
            return Optional.of(SymbolLookup.libraryLookup(name, Arena.global()));
        } catch (IllegalArgumentException absent) {
            return Optional.empty();
        }
    }

    private static NativeLibrary absent(String what, String obstacle) {
        return new NativeLibrary(what, null, obstacle);
    }

    /** Why the library cannot be used and what to do about it; empty if it is loaded. */
    public Optional<String> obstacle() {
        return Optional.ofNullable(obstacle);
    }

    /** The address of a function; empty if the library or the function is absent. */
    public Optional<MemorySegment> find(String function) {
        return symbols == null ? Optional.empty() : symbols.find(function);
    }

    /** Whether the library is loaded and has that function. */
    public boolean has(String function) {
        return symbols != null && symbols.find(function).isPresent();
    }

    /**
     * The function as a method handle. Where the library or the function is absent, calling the handle throws a
     * {@link DeviceException} that says so.
     */
    @SuppressWarnings("restricted")
    public MethodHandle function(String name, FunctionDescriptor type) {
        if (symbols == null) {
            return failing(type, String.valueOf(obstacle));
        }
        return symbols.find(name)
                .map(address -> Linker.nativeLinker().downcallHandle(address, type))
                .orElseGet(() ->
                        failing(type, what + " has no function " + name + ", it is too old: install a newer driver"));
    }

    private static MethodHandle failing(FunctionDescriptor descriptor, String message) {
        MethodType type = descriptor.toMethodType();
        try {
            MethodHandle failure = MethodHandles.lookup()
                    .findConstructor(DeviceException.class, MethodType.methodType(void.class, String.class));
            MethodHandle thrower = MethodHandles.throwException(type.returnType(), DeviceException.class);
            return MethodHandles.dropArguments(
                    MethodHandles.foldArguments(thrower, failure.bindTo(message)), 0, type.parameterList());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("DeviceException has lost its constructor", e);
        }
    }

    /**
     * For the {@code catch} of a native call's {@code Throwable}: returns never, throws what was thrown.
     *
     * @param thrown what a method handle threw
     */
    public static RuntimeException rethrow(Throwable thrown) {
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
        throw new AssertionError("a native call threw a checked exception", thrown);
    }
}
