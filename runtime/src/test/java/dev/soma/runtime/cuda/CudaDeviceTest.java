package dev.soma.runtime.cuda;

import static dev.soma.runtime.cuda.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.CompiledKernel;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import dev.soma.runtime.DeviceException;
import dev.soma.runtime.Devices;
import dev.soma.runtime.Event;
import dev.soma.runtime.Grid;
import dev.soma.runtime.Kernel;
import dev.soma.runtime.KernelDevice;
import dev.soma.runtime.driver.DeviceMemoryException;
import dev.soma.runtime.host.HostEvent;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The device on a driver that runs nothing before somebody waits for it. */
class CudaDeviceTest {
    private static final long MEMORY_BYTES = 40_000;

    private static final Kernel SCALE = Kernel.of(TestKernels.class, "scale");
    private static final Kernel COUNT = Kernel.of(TestKernels.class, "count");
    private static final Kernel REFUSED = Kernel.of(TestKernels.class, "refused");

    private final FakeKernels kernels = new FakeKernels();
    private final FakeDriver driver = FakeCuda.driver(kernels, MEMORY_BYTES);
    private final KernelDevice device = FakeCuda.open(driver, kernels);
    private boolean lost;

    @AfterEach
    void closeAndFindNothingLeft() {
        device.close();
        if (!lost) {
            assertEquals("", driver.leaks());
        }
    }

    @Test
    void describesTheGpu() {
        assertEquals("cuda", device.name());
        assertEquals(
                "NVIDIA Fake 100, compute capability 9.0, 132 multiprocessors, 0.0 GiB, driver for CUDA 12.4",
                device.description());
        assertTrue(device.isBitExact());
    }

    @Test
    void newBuffersAreZeroAlsoWhereOthersWere() {
        try (Buffer buffer = device.allocate(DataType.INT, 100)) {
            assertArrayEquals(new int[100], buffer.toInts());
            int[] ones = new int[100];
            Arrays.fill(ones, 1);
            buffer.copyFrom(ones);
        }
        int blocks = driver.memory.count();
        try (Buffer again = device.allocate(DataType.FLOAT, 100)) {
            assertArrayEquals(new float[100], again.toFloats());
            assertEquals(blocks, driver.memory.count(), "the block is used again");
        }
    }

    @Test
    void copiesWholeArraysAndParts() {
        try (Buffer floats = device.allocate(1f, 2f, 3f, 4f);
                Buffer ints = device.allocate(5, 6, 7);
                Arena arena = Arena.ofConfined()) {
            floats.copyFrom(1, MemorySegment.ofArray(new float[] {-1f, -0f}));
            assertArrayEquals(new float[] {1f, -1f, -0f, 4f}, floats.toFloats());
            MemorySegment part = arena.allocate(8);
            ints.copyTo(1, part);
            assertArrayEquals(new int[] {6, 7}, part.toArray(ValueLayout.JAVA_INT));
            part.set(ValueLayout.JAVA_INT, 0, 9);
            ints.copyFrom(0, part.asReadOnly());
            assertArrayEquals(new int[] {9, 7, 7}, ints.toInts());
        }
    }

    @Test
    void emptyBuffersWork() {
        try (Buffer empty = device.allocate(DataType.FLOAT, 0);
                Buffer other = device.allocate(DataType.FLOAT, 0)) {
            assertArrayEquals(new float[0], empty.toFloats());
            empty.copyFrom(new float[0]);
            device.compile(SCALE).launch(Grid.flat(1), 0, empty, 1f, 0, other);
            device.finish();
        }
    }

    @Test
    void everyArgumentArrivesInItsPlace() {
        try (Buffer x = device.allocate(1f, 2f, 3f);
                Buffer y = device.allocate(DataType.FLOAT, 3)) {
            CompiledKernel scale = device.compile(SCALE);
            scale.launch(Grid.of(3, 2), 2, x, 0.5f, 7, y);
            scale.launch(Grid.of(3, 2), 3, y, 2f, -1, x);
            assertArrayEquals(new float[] {14f, 15f, -1f}, x.toFloats());
            assertArrayEquals(new float[] {7.5f, 8f, 0f}, y.toFloats());
            assertEquals(SCALE, scale.kernel());
            assertSame(scale, device.compile(SCALE));
            assertEquals(List.of("TestKernels.scale", "TestKernels.scale"), driver.launches);
        }
    }

    @Test
    void nothingRunsBeforeSomebodyWaits() {
        try (Buffer counts = device.allocate(DataType.INT, 5)) {
            device.compile(COUNT).launch(Grid.flat(5), 5, counts);
            device.compile(COUNT).launch(Grid.flat(5), 5, counts);
            assertEquals(List.of(), driver.launches);
            device.finish();
            assertEquals(2, driver.launches.size());
            assertArrayEquals(new int[] {2, 2, 2, 2, 2}, counts.toInts());
        }
    }

    @Test
    void wrongArgumentsAreNamed() {
        CompiledKernel scale = device.compile(SCALE);
        Buffer x = device.allocate(1f);
        try (Buffer ints = device.allocate(1);
                Device jvm = Devices.open("jvm");
                Buffer foreign = jvm.allocate(1f)) {
            assertFails(
                    IllegalArgumentException.class,
                    () -> scale.launch(Grid.flat(1), 1, x, 1f, 1),
                    "TestKernels.scale was given 4 arguments, expected 5");
            assertFails(
                    IllegalArgumentException.class,
                    () -> scale.launch(Grid.flat(1), 1, ints, 1f, 1, x),
                    "argument 'x'");
            assertFails(
                    IllegalArgumentException.class,
                    () -> scale.launch(Grid.flat(1), 1, x, 1f, 1, foreign),
                    "argument 'y'",
                    "on jvm");
            x.close();
            assertFails(
                    IllegalStateException.class,
                    () -> scale.launch(Grid.flat(1), 1, x, 1f, 1, x),
                    "argument 'x'",
                    "has been closed");
        }
        assertEquals(List.of(), driver.launches);
    }

    @Test
    void gridsThatTheGpuDoesNotTakeAreRefused() {
        driver.setMaxThreads(192);
        CompiledKernel count = device.compile(COUNT);
        try (Buffer counts = device.allocate(0)) {
            assertFails(
                    IllegalArgumentException.class,
                    () -> count.launch(Grid.of(1, 256), 1, counts),
                    "groups of 256 work-items",
                    "at most 192");
            assertFails(
                    IllegalArgumentException.class,
                    () -> count.launch(new Grid(1, 65536, 1, 1, 1, 1), 1, counts),
                    "65536 groups in dimension y, expected at most 65535");
            assertFails(
                    IllegalArgumentException.class,
                    () -> count.launch(new Grid(1, 1, 131072, 1, 1, 2), 1, counts),
                    "65536 groups in dimension z");
            count.launch(Grid.of(1, 192), 1, counts);
            assertArrayEquals(new int[] {1}, counts.toInts());
        }
    }

    @Test
    void refusedPtxSaysWhichKernelAndWhy() {
        assertFails(
                DeviceException.class,
                () -> device.compile(REFUSED),
                "CUDA_ERROR_218",
                "the driver's PTX compiler says: line 1",
                "the kernel is TestKernels.refused");
    }

    @Test
    void aModuleWithoutTheKernelIsUnloaded() {
        driver.failNext("function", CudaResult.NOT_FOUND);
        assertFails(DeviceException.class, () -> device.compile(SCALE), "function failed with CUDA_ERROR_500");
    }

    @Test
    void existingMemoryOfTheHostCannotBeWrapped() {
        assertFails(
                IllegalArgumentException.class,
                () -> device.wrap(DataType.FLOAT, MemorySegment.ofArray(new float[1])),
                "use copyFrom and copyTo, or wrapHandle for a CUdeviceptr");
    }

    @Test
    void memoryThatOthersKnowIsNotUsedAgain() {
        Buffer buffer = device.allocate(1f, 2f);
        long pointer = buffer.handle().orElseThrow();
        assertEquals(8, driver.memory.range(pointer).bytes());
        buffer.close();
        assertEquals(0, driver.memory.count());
        assertFails(IllegalStateException.class, buffer::handle, "has been closed");
    }

    @Test
    void wrappedMemoryStaysItsOwners() {
        long pointer = driver.memory.allocate(16);
        driver.memory.at(pointer, 16).copyFrom(MemorySegment.ofArray(new int[] {1, 2, 3, 4}));
        try (Buffer buffer = device.wrapHandle(DataType.INT, 3, pointer + 4)) {
            assertEquals(pointer + 4, buffer.handle().orElseThrow());
            assertArrayEquals(new int[] {2, 3, 4}, buffer.toInts());
            device.compile(COUNT).launch(Grid.flat(2), 2, buffer);
            device.finish();
        }
        assertArrayEquals(new int[] {1, 3, 4, 4}, driver.memory.at(pointer, 16).toArray(ValueLayout.JAVA_INT));
        driver.memory.free(pointer);
    }

    @Test
    void aSecondBufferOfTheSameMemoryDoesNotFreeIt() {
        try (Buffer buffer = device.allocate(1, 2, 3)) {
            long pointer = buffer.handle().orElseThrow();
            device.wrapHandle(DataType.INT, 3, pointer).close();
            assertEquals(12, driver.memory.range(pointer).bytes());
            Buffer other = device.allocate(DataType.INT, 3);
            assertNotEquals(buffer.handle(), other.handle());
            other.close();
            assertArrayEquals(new int[] {1, 2, 3}, buffer.toInts());
        }
    }

    @Test
    void wrongPointersAreRefused() {
        long pointer = driver.memory.allocate(16);
        assertFails(
                IllegalArgumentException.class,
                () -> device.wrapHandle(DataType.INT, 3, pointer + 8),
                "has 8 bytes to the end of its allocation, expected at least 12");
        assertFails(
                IllegalArgumentException.class,
                () -> device.wrapHandle(DataType.INT, 1, pointer + 2),
                "expected a CUdeviceptr that is a multiple of 4");
        assertFails(
                IllegalArgumentException.class,
                () -> device.wrapHandle(DataType.INT, 1, 0),
                "handle is 0x0",
                "the driver knows no memory there");
        assertFails(
                IllegalArgumentException.class,
                () -> device.wrapHandle(DataType.INT, -1, pointer),
                "length is -1, expected at least 0");
        driver.setMemoryOwner(1);
        assertFails(
                IllegalArgumentException.class,
                () -> device.wrapHandle(DataType.INT, 1, pointer),
                "memory of the GPU 1, expected memory of 0: NVIDIA Fake 100");
        driver.failNext("addressRange", CudaResult.UNKNOWN);
        assertFails(DeviceException.class, () -> device.wrapHandle(DataType.INT, 1, pointer), "CUDA_ERROR_999");
        driver.memory.free(pointer);
    }

    @Test
    void idleMemoryIsGivenUpBeforeMemoryIsOut() {
        device.allocate(DataType.FLOAT, 2400).close();
        assertEquals(1, driver.memory.count(), "it lies idle");
        try (Buffer large = device.allocate(DataType.FLOAT, 9000)) {
            assertEquals(1, driver.memory.count());
            assertArrayEquals(new float[9000], large.toFloats());
            assertFails(
                    DeviceMemoryException.class,
                    () -> device.allocate(DataType.FLOAT, 2500),
                    "0: NVIDIA Fake 100 has no room for 10000 bytes",
                    "use a smaller batch");
        }
        device.allocate(DataType.FLOAT, 2500).close();
    }

    @Test
    void otherFailuresOfAllocationsAreNotOutOfMemory() {
        driver.failNext("allocate", CudaResult.UNKNOWN);
        assertFails(CudaException.class, () -> device.allocate(1f), "CUDA_ERROR_999");
        assertFails(
                IllegalArgumentException.class,
                () -> device.allocate(DataType.INT, -1),
                "length is -1, expected at least 0");
    }

    @Test
    void eventsMeasureTheTimeOfTheGpu() {
        try (Buffer counts = device.allocate(0)) {
            device.finish();
            Event start = device.record();
            for (int i = 0; i < 7; i++) {
                device.compile(COUNT).launch(Grid.flat(1), 1, counts);
            }
            Event end = device.record();
            assertEquals(2_000_000, end.nanosSince(start), "8 ticks of the fake, 250 microseconds each");
            device.compile(COUNT).launch(Grid.flat(1), 1, counts);
            end.await();
            assertEquals(7, driver.launches.size(), "it waits for what was enqueued before it, no more");
            assertEquals(-500_000, end.nanosSince(device.record()), "the launch and the event itself");
            assertEquals(8, driver.launches.size());
            assertFails(
                    IllegalArgumentException.class,
                    () -> end.nanosSince(HostEvent.now()),
                    "expected an event of the same device");
        }
    }

    @Test
    void anythingAfterCloseIsRefused() {
        Buffer buffer = device.allocate(1f);
        CompiledKernel scale = device.compile(SCALE);
        Event event = device.record();
        device.close();
        device.close();
        assertEquals("", driver.leaks());
        buffer.close();
        String closed = "the device cuda has been closed";
        assertFails(IllegalStateException.class, () -> device.allocate(1f), closed);
        assertFails(IllegalStateException.class, () -> device.compile(SCALE), closed);
        assertFails(IllegalStateException.class, () -> device.wrapHandle(DataType.INT, 1, 4), closed);
        assertFails(IllegalStateException.class, () -> scale.launch(Grid.flat(1), 1, buffer, 1f, 1, buffer), closed);
        assertFails(IllegalStateException.class, device::record, closed);
        assertFails(IllegalStateException.class, device::finish, closed);
        assertFails(IllegalStateException.class, event::await, closed);
        Buffer open = FakeCuda.open().allocate(1f);
        open.device().close();
        assertFails(IllegalStateException.class, open::toFloats, closed);
    }

    @Test
    void anIllegalAccessIsToldOnceAndEndsTheDevice() {
        lost = true;
        long pointer = driver.memory.allocate(16);
        Buffer buffer = device.wrapHandle(DataType.INT, 4, pointer);
        Buffer own = device.allocate(1);
        driver.memory.free(pointer);
        device.compile(COUNT).launch(Grid.flat(4), 4, buffer);
        assertFails(
                CudaException.class,
                own::toInts,
                "CUDA_ERROR_700",
                "run the kernel on the device 'jvm', which finds accesses out of bounds",
                "the last kernel launched was TestKernels.count",
                "start a new one");
        String unusable = "the device cuda is unusable since an earlier failure";
        assertFails(DeviceException.class, own::toInts, unusable, "CUDA_ERROR_700", "start a new one");
        assertFails(DeviceException.class, () -> device.allocate(1), unusable);
        assertFails(DeviceException.class, device::finish, unusable);
        assertFails(DeviceException.class, device::record, unusable);
        assertFails(DeviceException.class, () -> device.compile(COUNT).launch(Grid.flat(4), 4, own), unusable);
        own.close();
    }

    @Test
    void closingTellsAFailureThatNobodyHasSeen() {
        lost = true;
        long pointer = driver.memory.allocate(16);
        Buffer buffer = device.wrapHandle(DataType.INT, 4, pointer);
        driver.memory.free(pointer);
        device.compile(COUNT).launch(Grid.flat(4), 4, buffer);
        assertFails(CudaException.class, device::close, "CUDA_ERROR_700", "TestKernels.count");
        assertFails(IllegalStateException.class, device::finish, "has been closed");
    }

    @Test
    void theCallersContextIsPutBack() {
        long others = 0xA1;
        driver.setCurrentContext(others);
        try (Buffer buffer = device.allocate(1f)) {
            assertArrayEquals(new float[] {1f}, buffer.toFloats());
            assertEquals(others, driver.currentContext());
            assertFails(DeviceException.class, () -> device.allocate(DataType.FLOAT, 20_000), "has no room");
            assertEquals(others, driver.currentContext());
        }
    }

    @Test
    void aDeviceMayMoveToAnotherThread() throws InterruptedException {
        try (Buffer buffer = device.allocate(1f, 2f)) {
            AtomicReference<float[]> seen = new AtomicReference<>(new float[0]);
            Thread other = Thread.ofPlatform().start(() -> seen.set(buffer.toFloats()));
            other.join();
            assertArrayEquals(new float[] {1f, 2f}, seen.get());
        }
    }

    @Test
    void twoDevicesOfOneGpuAreStrangers() {
        KernelDevice second = FakeCuda.open(driver, kernels);
        try (Buffer buffer = device.allocate(1f);
                Buffer other = second.allocate(1f)) {
            assertNotEquals(buffer.handle(), other.handle());
            assertFails(
                    IllegalArgumentException.class,
                    () -> second.compile(SCALE).launch(Grid.flat(1), 1, buffer, 1f, 1, other),
                    "argument 'x'");
            Event event = device.record();
            assertFails(IllegalArgumentException.class, () -> second.record().nanosSince(event), "same device");
        }
        second.close();
    }

    @Test
    void whatIsMadeOnTheWayToAFailureIsFreed() {
        FakeDriver broken = FakeCuda.driver(kernels, MEMORY_BYTES);
        broken.failNext("createStream", CudaResult.UNKNOWN);
        assertFails(CudaException.class, () -> FakeCuda.open(broken, kernels), "CUDA_ERROR_999");
        assertEquals("", broken.leaks());
    }
}
