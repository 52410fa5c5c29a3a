package dev.soma.runtime.tornado;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.soma.kernels.array.ArrayKernels;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.CompiledKernel;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import dev.soma.runtime.Devices;
import dev.soma.runtime.Event;
import dev.soma.runtime.Grid;
import dev.soma.runtime.Kernel;
import dev.soma.runtime.KernelDevice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The device {@code tornado} on TornadoVM itself, where it is. */
@Tag("device")
class TornadoVmTest {
    /** Buffers of a size such that not all of them fit on the device at a time. */
    private static final int LARGE = 16 << 20;

    private static final int ROUNDS = 40;

    @BeforeEach
    void requireTornadoVm() {
        String asked = System.getProperty("soma.test.devices", "");
        assumeTrue(
                (asked.isEmpty() || asked.startsWith(TornadoDeviceProvider.NAME))
                        && new TornadoDeviceProvider().obstacle().isEmpty(),
                "TornadoVM is not here, or another device was asked for");
    }

    @ParameterizedTest(name = "divisor {0}")
    @MethodSource("dev.soma.runtime.tornado.RemappedQuotients#divisors")
    void integersAreThoseOfJava(int divisor) {
        assertArrayEquals(RemappedQuotients.expected(divisor), RemappedQuotients.on(open(), divisor));
    }

    @Test
    void memoryIsFreedOnClose() {
        // 40 times 64 MB, of 1 GB that TornadoVM takes
        for (int round = 0; round < ROUNDS; round++) {
            try (Device device = open()) {
                Buffer buffer = device.allocate(DataType.FLOAT, LARGE + round);
                assertEquals(LARGE + round, buffer.length());
            }
        }
        try (Device device = open()) {
            for (int round = 0; round < ROUNDS; round++) {
                // another length each: the memory of closed buffers must make room
                device.allocate(DataType.FLOAT, LARGE + round).close();
            }
            Buffer kept = device.allocate(1f, 2f);
            assertArrayEquals(new float[] {1, 2}, kept.toFloats());
        }
    }

    @Test
    void twoDevicesDoNotDisturbEachOther() {
        Device first = open();
        Device second = open();
        Buffer x = first.allocate(1f, 2f);
        Buffer y = second.allocate(3f, 4f);
        fill(first, x, 5f);
        first.close();
        fill(second, y, 6f);
        assertArrayEquals(new float[] {6, 6}, y.toFloats());
        second.close();
    }

    @Test
    void whatIsClosedCannotBeUsed() {
        Device device = open();
        Buffer closed = device.allocate(1f);
        closed.close();
        assertThrows(IllegalStateException.class, closed::toFloats);
        CompiledKernel fill = fill(device, device.allocate(0f, 0f), 1f);
        assertThrows(IllegalStateException.class, () -> fill.launch(Grid.flat(1), 1, 1f, closed));
        Buffer open = device.allocate(1f);
        device.close();
        device.close();
        assertThrows(IllegalStateException.class, open::toFloats);
        assertThrows(IllegalStateException.class, () -> fill.launch(Grid.flat(1), 1, 1f, open));
        assertThrows(IllegalStateException.class, device::record);
        assertThrows(IllegalStateException.class, () -> device.allocate(1f));
        open.close();
    }

    @Test
    void timesAreThoseOfTheDevice() {
        try (Device device = open()) {
            Buffer x = device.allocate(DataType.FLOAT, LARGE);
            fill(device, x, 1f);
            Event start = device.record();
            fill(device, x, 2f);
            Event end = device.record();
            assertTrue(end.nanosSince(start) > 0, "filling takes time");
            assertEquals(2f, x.toFloats()[LARGE - 1]);
        }
    }

    private static CompiledKernel fill(Device device, Buffer x, float value) {
        CompiledKernel fill = ((KernelDevice) device).compile(Kernel.of(ArrayKernels.class, "arrayFill"));
        fill.launch(Grid.flat(x.length()), x.length(), value, x);
        return fill;
    }

    private static Device open() {
        return Devices.open(TornadoDeviceProvider.NAME);
    }
}
