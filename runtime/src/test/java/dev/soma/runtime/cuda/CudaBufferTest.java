package dev.soma.runtime.cuda;

import static dev.soma.runtime.cuda.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.DataType;
import dev.soma.runtime.DeviceException;
import dev.soma.runtime.Grid;
import dev.soma.runtime.driver.DeviceMemoryException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Memory of the GPU: its own and that of others. */
class CudaBufferTest extends CudaFixture {

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
}
