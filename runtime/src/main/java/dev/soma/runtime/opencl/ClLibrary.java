package dev.soma.runtime.opencl;

import dev.soma.runtime.driver.JvmSignals;
import dev.soma.runtime.driver.NativeLibrary;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;

/** The OpenCL loader of this machine, which knows the drivers. Handles of OpenCL objects are {@code long} here. */
final class ClLibrary {
    /** The system property that names another library than the system's. */
    static final String PROPERTY = "soma.opencl.library";

    /** What to install where there is nothing. */
    static final String CURE = "install the driver of the GPU's maker, or for the processor PoCL"
            + " (apt-get install ocl-icd-libopencl1 pocl-opencl-icd)";

    /** {@code cl_int}, {@code cl_uint}. */
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

    /** {@code size_t}, {@code cl_bitfield} and the handle of an OpenCL object. */
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    /** A pointer to memory of the host. */
    static final MemoryLayout POINTER = ValueLayout.ADDRESS;

    private static final NativeLibrary LIBRARY = load();

    private ClLibrary() {}

    static Optional<String> obstacle() {
        return LIBRARY.obstacle();
    }

    /** A function that returns a status. */
    static MethodHandle status(String name, MemoryLayout... parameters) {
        return LIBRARY.function(name, FunctionDescriptor.of(INT, parameters));
    }

    /** A function that returns the handle of a new object, and whose last parameter points to the status. */
    static MethodHandle creator(String name, MemoryLayout... parameters) {
        return LIBRARY.function(name, FunctionDescriptor.of(LONG, parameters));
    }

    private static NativeLibrary load() {
        String chosen = System.getProperty(PROPERTY, "");
        List<String> names = chosen.isEmpty()
                ? List.of(
                        "libOpenCL.so.1",
                        "libOpenCL.so",
                        "OpenCL.dll",
                        "/System/Library/Frameworks/OpenCL.framework/OpenCL")
                : List.of(chosen);
        try (JvmSignals _ = JvmSignals.keep()) {
            return NativeLibrary.load("the OpenCL loader", names, CURE);
        }
    }
}
