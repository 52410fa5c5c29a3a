package dev.soma.runtime.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.CompiledKernel;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import dev.soma.runtime.DeviceException;
import dev.soma.runtime.DeviceSettings;
import dev.soma.runtime.Devices;
import dev.soma.runtime.Event;
import dev.soma.runtime.Grid;
import dev.soma.runtime.driver.DiskCache;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The device itself: memory, queue, launches, errors. */
@RequiresOpenCl
class OpenClDeviceTest {
    private final OpenClDevice device = open("");

    private static OpenClDevice open(String select) {
        return OpenClDevice.open(new DeviceSettings(0, select), TestKernels::sources, new DiskCache(null));
    }

    @AfterEach
    void close() {
        device.close();
    }

    @Test
    void buffersBeginWithZerosAlsoThoseOfThePool() {
        for (int round = 0; round < 3; round++) {
            try (Buffer buffer = device.allocate(DataType.INT, 1000)) {
                assertArrayEquals(new int[1000], buffer.toInts(), "round " + round);
                buffer.copyFrom(filled(1000, -1));
            }
        }
        assertEquals(0, device.frees(), "closed buffers are kept");
    }

    @Test
    void copiesPartsOfAnyKindOfMemory() {
        try (Arena arena = Arena.ofConfined();
                Buffer buffer = device.allocate(1f, 2f, 3f, 4f, 5f)) {
            buffer.copyFrom(1, MemorySegment.ofArray(new float[] {-2f, -3f}));
            MemorySegment memory = arena.allocate(ValueLayout.JAVA_FLOAT, 3);
            buffer.copyTo(2, memory);
            assertArrayEquals(new float[] {-3f, 4f, 5f}, memory.toArray(ValueLayout.JAVA_FLOAT));
            memory.setAtIndex(ValueLayout.JAVA_FLOAT, 0, 9f);
            buffer.copyFrom(0, memory.asReadOnly());
            assertArrayEquals(new float[] {9f, 4f, 5f, 4f, 5f}, buffer.toFloats());
            byte[] bytes = new byte[9];
            buffer.copyTo(3, MemorySegment.ofArray(bytes).asSlice(1));
            assertEquals(4f, MemorySegment.ofArray(bytes).get(ValueLayout.JAVA_FLOAT_UNALIGNED, 1));
            assertThrows(
                    IllegalArgumentException.class, () -> buffer.copyTo(0, memory.asReadOnly()), "a read-only target");
            assertThrows(IndexOutOfBoundsException.class, () -> buffer.copyTo(3, memory));
        }
    }

    @Test
    void copiesMoreThanTheBlockInBetweenHolds() {
        int length = (4 << 20) / Integer.BYTES * 2 + 3;
        int[] values = new int[length];
        for (int i = 0; i < length; i++) {
            values[i] = i * 31;
        }
        try (Buffer buffer = device.allocate(values)) {
            assertArrayEquals(values, buffer.toInts());
        }
    }

    @Test
    void emptyBuffersWork() {
        try (Buffer x = device.allocate(DataType.FLOAT, 0);
                Buffer y = device.allocate(DataType.FLOAT, 0);
                Arena arena = Arena.ofConfined()) {
            x.copyFrom(new float[0]);
            x.copyFrom(0, arena.allocate(0));
            device.compile(TestKernels.SCALE).launch(Grid.flat(0), 0, 1f, x, y);
            assertEquals(0, y.toFloats().length);
            y.copyTo(0, arena.allocate(0));
        }
    }

    @Test
    void launchesInOrderWithTheArgumentsOfEachLaunch() {
        try (Buffer x = device.allocate(1f, 2f, 3f);
                Buffer y = device.allocate(DataType.FLOAT, 3);
                Buffer z = device.allocate(DataType.FLOAT, 3)) {
            CompiledKernel scale = device.compile(TestKernels.SCALE);
            assertSame(scale, device.compile(TestKernels.SCALE));
            assertEquals(TestKernels.SCALE, scale.kernel());
            scale.launch(Grid.flat(3), 3, 2f, x, y);
            scale.launch(Grid.flat(3), 3, 2f, y, z);
            scale.launch(Grid.flat(3), 2, -1f, z, x);
            assertArrayEquals(new float[] {2f, 4f, 6f}, y.toFloats());
            assertArrayEquals(new float[] {4f, 8f, 12f}, z.toFloats());
            assertArrayEquals(new float[] {-4f, -8f, 3f}, x.toFloats());
        }
    }

    @Test
    void memoryThatWasFreedIsNotMistakenForItsSuccessor() {
        CompiledKernel scale = device.compile(TestKernels.SCALE);
        try (Buffer x = device.allocate(1f, 2f, 3f)) {
            for (int round = 1; round <= 20; round++) {
                Buffer y = device.allocate(DataType.FLOAT, 3);
                y.handle(); // memory that others may know is freed, not pooled
                scale.launch(Grid.flat(3), 3, (float) round, x, y);
                assertArrayEquals(new float[] {round, 2f * round, 3f * round}, y.toFloats());
                y.close();
                assertEquals(round, device.frees());
            }
        }
    }

    @Test
    void threeDimensionsReachTheKernel() {
        Grid grid = new Grid(4, 6, 2, 2, 3, 1);
        try (Buffer counts = device.allocate(DataType.INT, 48)) {
            device.compile(TestKernels.COUNT).launch(grid, 1, counts);
            assertArrayEquals(filled(48, 2), counts.toInts());
        }
    }

    @Test
    void eventsTellTheDevicesTime() {
        try (Buffer counts = device.allocate(DataType.INT, 256)) {
            CompiledKernel count = device.compile(TestKernels.COUNT);
            count.launch(Grid.flat(256), 1, counts);
            device.finish();
            long began = System.nanoTime();
            Event before = device.record();
            count.launch(Grid.flat(256), 2_000_000, counts);
            Event after = device.record();
            long nanos = after.nanosSince(before);
            long wall = System.nanoTime() - began;
            assertTrue(nanos > 1_000_000 && nanos <= wall, nanos + " ns of " + wall + " ns on the host");
            assertEquals(-nanos, before.nanosSince(after));
            after.await();
        }
    }

    @Test
    void eventsOutliveTheWaitForTheQueueAndTheDevice() {
        Event first = device.record();
        Event second = device.record();
        device.finish();
        Event third = device.record();
        try (Buffer buffer = device.allocate(1)) {
            buffer.toInts();
        }
        Event fourth = device.record();
        device.close();
        fourth.await();
        assertTrue(second.nanosSince(first) >= 0);
        assertTrue(fourth.nanosSince(third) >= 0);
        try (OpenClDevice other = open("");
                Device jvm = Devices.open("jvm")) {
            assertThrows(IllegalArgumentException.class, () -> fourth.nanosSince(other.record()));
            assertThrows(IllegalArgumentException.class, () -> fourth.nanosSince(jvm.record()));
        }
    }

    @Test
    void aClosedBufferOrDeviceIsRefused() {
        Buffer closed = device.allocate(1f);
        closed.close();
        closed.close();
        assertThrows(IllegalStateException.class, closed::toFloats);
        assertThrows(IllegalStateException.class, closed::handle);
        Buffer open = device.allocate(1f);
        CompiledKernel scale = device.compile(TestKernels.SCALE);
        assertThrows(IllegalStateException.class, () -> scale.launch(Grid.flat(1), 1, 1f, open, closed));
        device.close();
        device.close();
        assertThrows(IllegalStateException.class, open::toFloats);
        assertThrows(IllegalStateException.class, () -> scale.launch(Grid.flat(1), 1, 1f, open, open));
        assertThrows(IllegalStateException.class, () -> device.allocate(1f));
        assertThrows(IllegalStateException.class, () -> device.compile(TestKernels.SCALE));
        assertThrows(IllegalStateException.class, device::record);
        assertThrows(IllegalStateException.class, device::finish);
        assertThrows(IllegalStateException.class, () -> device.wrapHandle(DataType.INT, 1, 1));
        open.close();
    }

    @Test
    void wrongArgumentsAreNamed() {
        CompiledKernel scale = device.compile(TestKernels.SCALE);
        try (OpenClDevice other = open("");
                Buffer x = device.allocate(1f);
                Buffer ints = device.allocate(1);
                Buffer foreign = other.allocate(1f)) {
            assertMessage("'n'", () -> scale.launch(Grid.flat(1), 1f, 1f, x, x));
            assertMessage("'x'", () -> scale.launch(Grid.flat(1), 1, 1f, ints, x));
            assertMessage("'y'", () -> scale.launch(Grid.flat(1), 1, 1f, x, foreign));
            assertMessage("3 arguments", () -> scale.launch(Grid.flat(1), 1, 1f, x));
        }
    }

    @Test
    void groupsThatTheDeviceDoesNotTakeAreRefused() {
        ClDevice small = with(ClDevices.find().select(""), 8, 3, Long.MAX_VALUE);
        try (OpenClDevice limited = OpenClDevice.open(small, TestKernels::sources, new DiskCache(null));
                Buffer counts = limited.allocate(DataType.INT, 16)) {
            CompiledKernel count = limited.compile(TestKernels.COUNT);
            count.launch(Grid.of(16, 8), 1, counts);
            DeviceException e = assertThrows(DeviceException.class, () -> count.launch(Grid.of(16, 16), 1, counts));
            assertTrue(
                    message(e).contains("groups of 16 work-items") && message(e).contains("at most 8"), message(e));
        }
    }

    @Test
    void aKernelWithMoreLocalMemoryThanTheDeviceHasIsRefused() {
        ClDevice hardware = ClDevices.find().select("");
        ClDevice small = with(hardware, hardware.maxGroup(), 3, Long.MAX_VALUE);
        KernelSources greedy = (kernel, constants) -> {
            KernelSources.Source source = TestKernels.sources(kernel, constants);
            return new KernelSources.Source(source.entry(), source.text(), 4);
        };
        try (OpenClDevice limited = OpenClDevice.open(small, greedy, new DiskCache(null))) {
            DeviceException e = assertThrows(DeviceException.class, () -> limited.compile(TestKernels.SCALE));
            assertTrue(message(e).contains("TestKernels.scale needs 4 bytes of local memory"), message(e));
        }
    }

    @Test
    void aBufferLargerThanTheDeviceAllowsIsRefused() {
        ClDevice hardware = ClDevices.find().select("");
        ClDevice small = with(hardware, hardware.maxGroup(), hardware.localMemory(), 64);
        try (OpenClDevice limited = OpenClDevice.open(small, TestKernels::sources, new DiskCache(null))) {
            limited.allocate(DataType.INT, 16).close();
            DeviceException e = assertThrows(DeviceException.class, () -> limited.allocate(DataType.INT, 17));
            assertTrue(message(e).contains("68 bytes exceeds the 64"), message(e));
        }
        assertThrows(IllegalArgumentException.class, () -> device.allocate(DataType.INT, -1));
    }

    @Test
    void anAllocationThatTheDriverRefusesIsAnError() {
        ClDevice hardware = ClDevices.find().select("");
        ClDevice boastful = with(hardware, hardware.maxGroup(), hardware.localMemory(), Long.MAX_VALUE);
        try (OpenClDevice limited = OpenClDevice.open(boastful, TestKernels::sources, new DiskCache(null))) {
            DeviceException e =
                    assertThrows(DeviceException.class, () -> limited.allocate(DataType.FLOAT, Integer.MAX_VALUE));
            assertTrue(message(e).contains("clCreateBuffer failed with CL_"), message(e));
            assertTrue(message(e).contains("smaller batch"), message(e));
            assertArrayEquals(new int[] {7}, limited.allocate(7).toInts(), "the device goes on working");
        }
    }

    @Test
    void wrapSaysWhatToUseInstead() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> device.wrap(DataType.FLOAT, MemorySegment.ofArray(new float[3])));
        assertTrue(message(e).contains("copyFrom"), message(e));
    }

    @Test
    void handlesGoOutAndIn() {
        Buffer buffer = device.allocate(1f, 2f, 3f);
        long handle = buffer.handle().orElseThrow();
        Buffer view = device.wrapHandle(DataType.FLOAT, 2, handle);
        buffer.copyFrom(new float[] {5f, 6f, 7f});
        assertArrayEquals(new float[] {5f, 6f}, view.toFloats(), "the same memory");
        buffer.close();
        try (Buffer next = device.allocate(DataType.FLOAT, 3)) {
            assertNotEquals(handle, next.handle().orElseThrow(), "memory that others know is not pooled");
            assertArrayEquals(new float[] {5f, 6f}, view.toFloats(), "retained");
        }
        view.close();
        view.close();
        assertEquals(3, device.frees());
    }

    @Test
    void handlesThatDoNotFitAreRefused() {
        try (OpenClDevice other = open("");
                Buffer buffer = device.allocate(1f, 2f, 3f);
                Buffer foreign = other.allocate(1f)) {
            long handle = buffer.handle().orElseThrow();
            assertMessage("12 bytes, expected at least 16", () -> device.wrapHandle(DataType.INT, 4, handle));
            assertMessage("length is -1", () -> device.wrapHandle(DataType.INT, -1, handle));
            assertMessage("handle is 0", () -> device.wrapHandle(DataType.INT, 1, 0));
            long abroad = foreign.handle().orElseThrow();
            assertMessage("another context", () -> device.wrapHandle(DataType.INT, 1, abroad));
        }
    }

    @Test
    void wrappedBuffersAreReleasedWithTheDevice() {
        Buffer buffer = device.allocate(1f);
        Buffer view = device.wrapHandle(DataType.FLOAT, 1, buffer.handle().orElseThrow());
        device.close();
        view.close();
        buffer.close();
        assertTrue(view.isClosed());
    }

    @Test
    void heapDevicesHaveNoHandles() {
        try (Device jvm = Devices.open("jvm");
                Buffer buffer = jvm.allocate(1f)) {
            assertTrue(buffer.handle().isEmpty());
            assertMessage("Java arrays", () -> jvm.wrapHandle(DataType.FLOAT, 1, 1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no such device", "-1", "1000"})
    void aSelectionThatMeansNoDeviceListsThem(String select) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> open(select));
        for (ClDevice each : ClDevices.find().devices()) {
            assertTrue(message(e).contains(each.index() + ": " + each.name()), message(e));
        }
    }

    @Test
    void selectsByIndexAndByPartsOfNames() {
        ClDevice first = ClDevices.find().devices().getFirst();
        for (String select : List.of(
                "0", first.name(), first.name().substring(1, 4).toUpperCase(Locale.ROOT), first.platformName())) {
            try (OpenClDevice selected = open(select)) {
                assertEquals(first.description(), selected.description());
            }
        }
    }

    @Test
    void twoDevicesWorkSideBySide() {
        try (OpenClDevice other = open("");
                Buffer here = device.allocate(1f, 2f);
                Buffer there = other.allocate(10f, 20f)) {
            for (int round = 0; round < 5; round++) {
                device.compile(TestKernels.SCALE).launch(Grid.flat(2), 2, 2f, here, here);
                other.compile(TestKernels.SCALE).launch(Grid.flat(2), 2, 3f, there, there);
            }
            assertArrayEquals(new float[] {32f, 64f}, here.toFloats());
            assertArrayEquals(new float[] {2430f, 4860f}, there.toFloats());
        }
    }

    private static ClDevice with(ClDevice device, long maxGroup, long localMemory, long maxAllocation) {
        return new ClDevice(
                device.index(),
                device.platform(),
                device.handle(),
                device.platformName(),
                device.name(),
                device.version(),
                device.driver(),
                device.type(),
                maxGroup,
                localMemory,
                maxAllocation,
                device.memory(),
                device.floatConfig());
    }

    private static void assertMessage(String part, Runnable action) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, action::run);
        assertTrue(message(e).contains(part), message(e));
    }

    private static String message(Exception e) {
        return String.valueOf(e.getMessage());
    }

    private static int[] filled(int length, int value) {
        int[] values = new int[length];
        Arrays.fill(values, value);
        return values;
    }
}
