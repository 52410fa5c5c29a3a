package dev.soma.runtime.opencl;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.DeviceSettings;
import dev.soma.runtime.Grid;
import dev.soma.runtime.driver.DiskCache;

/** A main class that divides by zero in compiled code, which the JVM notices by a signal, after a driver has been started. */
final class DivisionAfterOpenCl {
    static final int DIVISIONS = 200_000;

    private DivisionAfterOpenCl() {}

    public static void main(String[] unused) {
        try (OpenClDevice device =
                        OpenClDevice.open(DeviceSettings.DEFAULT, TestKernels::sources, new DiskCache(null));
                Buffer counts = device.allocate(1, 2)) {
            divide();
            device.compile(TestKernels.COUNT).launch(Grid.of(2, 2), 1, counts);
            counts.toInts();
            System.out.println("caught " + divide() + " of " + DIVISIONS);
        }
    }

    private static int divide() {
        int caught = 0;
        for (int i = 0; i < DIVISIONS; i++) {
            try {
                caught -= quotient(i, 0);
            } catch (ArithmeticException e) {
                caught++;
            }
        }
        return caught;
    }

    private static int quotient(int dividend, int divisor) {
        return dividend / divisor;
    }
}
