package dev.soma.runtime.opencl;

import dev.soma.kernels.KernelContext;
import dev.soma.runtime.DeviceException;
import dev.soma.runtime.Kernel;
import java.util.Map;

/** Kernels whose OpenCL C is written by hand, to test the device without the compiler. */
public final class TestKernels {
    static final Kernel SCALE = Kernel.of(TestKernels.class, "scale");
    static final Kernel COUNT = Kernel.of(TestKernels.class, "count");
    static final Kernel WRONG = Kernel.of(TestKernels.class, "wrong");

    private static final String SCALE_SOURCE = """
            __kernel void scale(int n, float factor, __global const float *x, __global float *y) {
                int i = (int) get_global_id(0);
                if (i < n) {
                    y[i] = factor * x[i];
                }
            }
            """;

    private static final String COUNT_SOURCE = """
            __kernel void count(int rounds, __global int *counts) {
                int i = (int) (get_global_id(0)
                        + get_global_size(0) * (get_global_id(1) + get_global_size(1) * get_global_id(2)));
                for (int round = 0; round < rounds; round++) {
                    counts[i] = counts[i] * 3 + (int) get_local_size(0);
                }
            }
            """;

    private static final String WRONG_SOURCE = "__kernel void wrong(__global int *x) { x[0] = noSuchName; }";

    private TestKernels() {}

    /** The sources of the kernels here, which have no constants. */
    static KernelSources.Source sources(Kernel kernel, Map<String, Integer> constants) {
        if (!constants.isEmpty()) {
            throw new DeviceException("the source of " + kernel + " has no constants " + constants);
        }
        return new KernelSources.Source(
                kernel.name(),
                switch (kernel.name()) {
                    case "scale" -> SCALE_SOURCE;
                    case "count" -> COUNT_SOURCE;
                    case "wrong" -> WRONG_SOURCE;
                    default -> throw new DeviceException("no source of " + kernel);
                },
                0);
    }

    /** {@code y = factor * x}. */
    public static void scale(KernelContext context, int n, float factor, float[] x, float[] y) {
        int i = context.globalIdx;
        if (i < n) {
            y[i] = factor * x[i];
        }
    }

    /** {@code counts = counts * 3 + size of the group}, many times, work-item by work-item. */
    public static void count(KernelContext context, int rounds, int[] counts) {
        int i = context.globalIdx
                + context.globalGroupSizeX * (context.globalIdy + context.globalGroupSizeY * context.globalIdz);
        for (int round = 0; round < rounds; round++) {
            counts[i] = counts[i] * 3 + context.localGroupSizeX;
        }
    }

    /** Stands for a kernel whose source does not compile. */
    public static void wrong(KernelContext context, int[] x) {
        x[0] = context.globalIdx;
    }
}
