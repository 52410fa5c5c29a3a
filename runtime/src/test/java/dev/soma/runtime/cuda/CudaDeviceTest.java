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
import dev.soma.runtime.KernelDevice;
import dev.soma.runtime.host.HostEvent;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The device on a driver that runs nothing before somebody waits for it. */
class CudaDeviceTest extends CudaFixture {
    @Test
    void describesTheGpu() {
        assertEquals("cuda", device.name());
        assertEquals(
                "NVIDIA Fake 100, compute capability 9.0, 132 multiprocessors, 0.0 GiB, driver for CUDA 12.4",
                device.description());
        assertTrue(device.isBitExact());
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
    void whatCannotBeFreedDoesNotKeepTheRest() {
        device.allocate(1f).close();
        driver.failNext("destroyStream", CudaResult.UNKNOWN);
        device.close();
        lost = true; // the stream
        assertTrue(driver.leaks().startsWith("0 blocks, 0 contexts, 0 host allocations"), driver.leaks());
    }

    @Test
    void aCopyThatFailedAtItsStartCanBeTriedAgain() {
        driver.failNext("createEvent", CudaResult.UNKNOWN);
        assertFails(CudaException.class, () -> device.allocate(1f), "createEvent failed");
        try (Buffer buffer = device.allocate(1f)) {
            assertArrayEquals(new float[] {1f}, buffer.toFloats());
        }
    }

    @Test
    void whatIsMadeOnTheWayToAFailureIsFreed() {
        FakeDriver broken = FakeCuda.driver(kernels, MEMORY_BYTES);
        broken.failNext("createStream", CudaResult.UNKNOWN);
        assertFails(CudaException.class, () -> FakeCuda.open(broken, kernels), "CUDA_ERROR_999");
        assertEquals("", broken.leaks());
    }
}
