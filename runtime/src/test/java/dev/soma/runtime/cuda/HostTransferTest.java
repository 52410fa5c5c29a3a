package dev.soma.runtime.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Copies through slots that are far smaller than the array, on a driver that copies as late as it may. */
class HostTransferTest {
    private static final long SLOT_BYTES = 16;

    @ParameterizedTest(name = "{0} words, seed {1}")
    @CsvSource({"0, 1", "1, 2", "3, 3", "4, 4", "5, 5", "8, 6", "9, 7", "12, 8", "67, 9"})
    void whatGoesInComesOut(int words, long seed) {
        FakeDriver driver = FakeCuda.driver(new FakeKernels(), 1 << 20);
        CudaContext context = new CudaContext(driver, CudaGpu.all(driver).getFirst());
        int[] in = new Random(seed).ints(words).toArray();
        int[] source = in.clone();
        int[] out = new int[words];
        int[] reversed = new int[words];
        long pointer = driver.memory.allocate(words * 4L + 4);
        try (HostTransfer transfer = new HostTransfer(context, SLOT_BYTES)) {
            transfer.copyIn(pointer, MemorySegment.ofArray(source));
            Arrays.fill(source, 0); // a copy in has read its source when it returns
            transfer.copyOut(MemorySegment.ofArray(out), pointer);
            int[] backwards = new int[words];
            for (int i = 0; i < words; i++) {
                backwards[i] = in[words - 1 - i];
            }
            transfer.copyIn(pointer, MemorySegment.ofArray(backwards));
            transfer.copyIn(pointer + words * 4L, MemorySegment.ofArray(new int[] {42}));
            transfer.copyOut(MemorySegment.ofArray(reversed), pointer);
            context.finish();
            assertArrayEquals(in, out);
            assertArrayEquals(backwards, reversed);
            assertEquals(42, driver.memory.at(pointer + words * 4L, 4).get(ValueLayout.JAVA_INT_UNALIGNED, 0));
        }
        driver.memory.free(pointer);
        context.close();
        assertEquals("", driver.leaks());
    }
}
