package dev.soma.runtime.tornado;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.soma.kernels.array.ArrayKernels;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.CompiledKernel;
import dev.soma.runtime.DataType;
import dev.soma.runtime.DeviceException;
import dev.soma.runtime.Event;
import dev.soma.runtime.Grid;
import dev.soma.runtime.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The device {@code tornado} on a backend that stands in for TornadoVM. */
class TornadoDeviceTest {
    private final StandInBackend backend = new StandInBackend();
    private final TornadoDevice device = new TornadoDevice(backend, "");

    @AfterEach
    void closeDevice() {
        device.close();
    }

    @Test
    void copiesPartsAndWholes() {
        Buffer buffer = device.allocate(1f, 2f, 3f, 4f);
        buffer.copyFrom(1, MemorySegment.ofArray(new float[] {7, 8}));
        assertArrayEquals(new float[] {1, 7, 8, 4}, buffer.toFloats());
        float[] part = new float[2];
        buffer.copyTo(2, MemorySegment.ofArray(part));
        assertArrayEquals(new float[] {8, 4}, part);
        buffer.copyFrom(2, MemorySegment.ofArray(new float[0]));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment outside = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 5, 6, 7, 8);
            buffer.copyFrom(0, outside);
            outside.fill((byte) 0);
            buffer.copyTo(0, outside);
            assertArrayEquals(new float[] {5, 6, 7, 8}, outside.toArray(ValueLayout.JAVA_FLOAT));
        }
        // bits of the other type, and a view of an array of the right length that is not all of it
        Buffer ints = device.allocate(DataType.INT, 2);
        ints.copyFrom(0, MemorySegment.ofArray(new float[] {1, 2}));
        assertArrayEquals(new int[] {0x3f800000, 0x40000000}, ints.toInts());
        float[] four = {0, 0, 0, 0};
        buffer.copyTo(1, MemorySegment.ofArray(four).asSlice(4));
        assertArrayEquals(new float[] {0, 6, 7, 8}, four);
    }

    @Test
    void usesTheMemoryOfClosedBuffersAgainAndClearsIt() {
        Buffer first = device.allocate(1f, 2f);
        first.close();
        Buffer second = device.allocate(DataType.FLOAT, 2);
        assertArrayEquals(new float[2], second.toFloats());
        assertEquals(1, backend.memories.size());
        assertThrows(IllegalStateException.class, first::toFloats);
    }

    @Test
    void freesTheMemoryOfClosedBuffersWhenThereIsNoRoom() {
        backend.room = 2;
        Buffer kept = device.allocate(DataType.FLOAT, 3);
        device.allocate(DataType.INT, 4).close();
        assertEquals(5, device.allocate(DataType.FLOAT, 5).length());
        assertThrows(DeviceException.class, () -> device.allocate(DataType.FLOAT, 6));
        assertEquals(3, kept.toFloats().length);
    }

    @Test
    void compilesOnceForEachCombinationOfConstants() {
        CompiledKernel fill = device.compile(Kernel.of(ArrayKernels.class, "arrayFill"));
        assertSame(fill, device.compile(Kernel.of(ArrayKernels.class, "arrayFill")));
        Buffer y = device.allocate(DataType.FLOAT, 3);
        Buffer z = device.allocate(DataType.FLOAT, 3);
        fill.launch(Grid.flat(3), 3, 1.5f, y);
        fill.launch(Grid.flat(300), 3, 1.5f, z);
        assertEquals(List.of("arrayFill"), backend.compiled);
        assertArrayEquals(new float[] {1.5f, 1.5f, 1.5f}, z.toFloats());
        fill.launch(Grid.flat(3), 3, 2f, z);
        fill.launch(Grid.flat(3), 2, 1.5f, z);
        assertEquals(List.of("arrayFill", "arrayFill", "arrayFill"), backend.compiled);
        assertArrayEquals(new float[] {1.5f, 1.5f, 2f}, z.toFloats());
        assertArrayEquals(new float[] {1.5f, 1.5f, 1.5f}, y.toFloats());
    }

    @Test
    void refusesWhatItCannotDo() {
        assertRefused("allocate a buffer", () -> device.wrap(DataType.FLOAT, MemorySegment.ofArray(new float[2])));
        assertRefused("length is -1", () -> device.allocate(DataType.FLOAT, -1));
        CompiledKernel fill = device.compile(Kernel.of(ArrayKernels.class, "arrayFill"));
        assertRefused("argument 'size'", () -> fill.launch(Grid.flat(1), 1f, 1f, device.allocate(1f)));
    }

    @Test
    void isOneQueueUntilClosed() {
        Event before = device.record();
        device.finish();
        assertTrue(device.record().nanosSince(before) >= 0);
        Buffer buffer = device.allocate(1f);
        assertFalse(backend.closed);
        device.close();
        device.close();
        assertTrue(backend.closed);
        assertThrows(IllegalStateException.class, device::finish);
        assertThrows(IllegalStateException.class, buffer::toFloats);
        assertThrows(IllegalStateException.class, () -> device.allocate(1f));
    }

    private static void assertRefused(String part, Runnable action) {
        String message = Objects.requireNonNull(
                assertThrows(IllegalArgumentException.class, action::run).getMessage());
        assertTrue(message.contains(part), message);
    }
}
