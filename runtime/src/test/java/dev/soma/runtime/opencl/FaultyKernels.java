package dev.soma.runtime.opencl;

import dev.soma.kernels.KernelContext;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import dev.soma.runtime.Devices;
import dev.soma.runtime.Grid;
import dev.soma.runtime.Kernel;
import dev.soma.runtime.KernelDevice;

/** Kernels that are wrong in the ways that a checker must see, and a main class that launches the one that is named. */
public final class FaultyKernels {
    private static final int SIZE = 8;

    private FaultyKernels() {}

    /** Launches the kernel that the property {@code soma.test.kernel} names. */
    public static void main(String[] unused) {
        try (Device device = Devices.open("opencl");
                Buffer x = device.allocate(DataType.INT, SIZE)) {
            ((KernelDevice) device)
                    .compile(Kernel.of(FaultyKernels.class, System.getProperty("soma.test.kernel", "")))
                    .launch(Grid.of(SIZE, SIZE), SIZE, x);
            device.finish();
        }
    }

    /** Every work-item writes the same element. */
    public static void racesOnGlobalMemory(KernelContext context, int n, int[] x) {
        x[n - 1] = context.globalIdx;
    }

    /** A work-item reads what another of its group has written, and no barrier lies between. */
    public static void racesOnLocalMemory(KernelContext context, int n, int[] x) {
        int[] shared = context.allocateIntLocalArray(SIZE);
        shared[context.localIdx] = context.localIdx;
        x[context.globalIdx] = shared[(context.localIdx + 1) % n];
    }

    /** The last work-item writes behind the array's end. */
    public static void writesBehindTheEnd(KernelContext context, int n, int[] x) {
        x[context.globalIdx + n - SIZE + 1] = 1;
    }

    /** The first work-item reads before the array's start. */
    public static void readsBeforeTheStart(KernelContext context, int n, int[] x) {
        x[context.globalIdx] = x[context.globalIdx + SIZE - n - 1] + 1;
    }
}
