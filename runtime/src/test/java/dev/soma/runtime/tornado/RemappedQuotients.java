package dev.soma.runtime.tornado;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import dev.soma.runtime.Grid;
import dev.soma.runtime.Kernel;
import dev.soma.runtime.KernelDevice;
import java.util.stream.IntStream;

/** {@link RemappedArithmetic#quotients} of hard numbers, by a divisor that TornadoVM makes a constant. */
public final class RemappedQuotients {
    private static final int[] DIVIDENDS = {
        0,
        1,
        -1,
        2,
        -2,
        3,
        -3,
        31,
        32,
        33,
        -31,
        -32,
        -33,
        1000,
        -1000,
        1 << 30,
        -(1 << 30),
        Integer.MAX_VALUE,
        -Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        Integer.MIN_VALUE + 1
    };

    private RemappedQuotients() {}

    /** All of which one may ask, but for 0. */
    static IntStream divisors() {
        return IntStream.of(1, -1, 2, -2, 3, -3, 14, 32, -32, 1 << 30, Integer.MAX_VALUE, Integer.MIN_VALUE);
    }

    /** What Java gives. */
    static int[] expected(int divisor) {
        int size = DIVIDENDS.length;
        int[] expected = new int[3 * size];
        for (int i = 0; i < size; i++) {
            expected[i] = DIVIDENDS[i] / divisor;
            expected[size + i] = DIVIDENDS[i] % divisor;
            expected[2 * size + i] = Math.abs(DIVIDENDS[i]);
        }
        return expected;
    }

    /** What a device gives; closes it. */
    static int[] on(Device device, int divisor) {
        try (device) {
            int size = DIVIDENDS.length;
            Buffer out = device.allocate(DataType.INT, 3 * size);
            ((KernelDevice) device)
                    .compile(Kernel.of(RemappedArithmetic.class, "quotients"))
                    .launch(Grid.flat(size), size, divisor, device.allocate(DIVIDENDS), out);
            return out.toInts();
        }
    }
}
