package dev.soma.runtime.cuda;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Copies between the GPU's memory and any memory of the host. They go through two page-locked slots, since a copy engine
 * reads and writes only such memory: while the GPU copies one slot, the processor copies the other. A copy in returns once
 * the source has been read, and does not wait for the kernels before it.
 */
final class HostTransfer implements AutoCloseable {
    private static final int SLOTS = 2;

    private static final ValueLayout.OfInt WORD = ValueLayout.JAVA_INT_UNALIGNED;

    private final CudaContext context;
    private final CudaDriver driver;
    private final long slotBytes;
    private final List<Slot> slots = new ArrayList<>();
    private @Nullable MemorySegment pinned;

    /** Memory of one copy, and the event of its last use. */
    private static final class Slot {
        private final MemorySegment memory;
        private final long event;
        private boolean busy;

        Slot(MemorySegment memory, long event) {
            this.memory = memory;
            this.event = event;
        }
    }

    /**
     * Copies of a context.
     *
     * @param slotBytes the size of a slot, a multiple of 4
     */
    HostTransfer(CudaContext context, long slotBytes) {
        this.context = context;
        this.driver = context.driver();
        this.slotBytes = slotBytes;
    }

    /** Copies a segment of whole words to the GPU. */
    void copyIn(long target, MemorySegment source) {
        context.run(() -> {
            prepare();
            for (long at = 0, part = 0; at < source.byteSize(); at += slotBytes, part++) {
                Slot slot = slots.get((int) (part % SLOTS));
                await(slot);
                long bytes = Math.min(slotBytes, source.byteSize() - at);
                copy(source, at, slot.memory, 0, bytes);
                driver.copyToDeviceAsync(target + at, slot.memory.asSlice(0, bytes), context.stream());
                record(slot);
            }
        });
    }

    /** Fills a segment of whole words from the GPU, after what has been enqueued. */
    void copyOut(MemorySegment target, long source) {
        context.run(() -> {
            prepare();
            long parts = Math.ceilDiv(target.byteSize(), slotBytes);
            for (long part = 0; part <= parts; part++) {
                if (part < parts) {
                    enqueueOut(target, source, part);
                }
                if (part > 0) {
                    receive(target, part - 1);
                }
            }
        });
    }

    private void enqueueOut(MemorySegment target, long source, long part) {
        Slot slot = slots.get((int) (part % SLOTS));
        long at = part * slotBytes;
        long bytes = Math.min(slotBytes, target.byteSize() - at);
        driver.copyToHostAsync(slot.memory.asSlice(0, bytes), source + at, context.stream());
        record(slot);
    }

    private void receive(MemorySegment target, long part) {
        Slot slot = slots.get((int) (part % SLOTS));
        await(slot);
        long at = part * slotBytes;
        copy(slot.memory, 0, target, at, Math.min(slotBytes, target.byteSize() - at));
    }

    private void record(Slot slot) {
        driver.recordEvent(slot.event, context.stream());
        slot.busy = true;
    }

    private void await(Slot slot) {
        if (slot.busy) {
            driver.synchronizeEvent(slot.event);
            slot.busy = false;
        }
    }

    /** Typed, as in {@link dev.soma.runtime.host.HeapBuffer}: of a few words too. */
    private static void copy(MemorySegment from, long fromOffset, MemorySegment to, long toOffset, long bytes) {
        MemorySegment.copy(from, WORD, fromOffset, to, WORD, toOffset, bytes / WORD.byteSize());
    }

    private void prepare() {
        MemorySegment memory = pinned;
        if (memory == null) {
            memory = driver.allocateHost(SLOTS * slotBytes);
            pinned = memory;
        }
        for (int i = slots.size(); i < SLOTS; i++) {
            slots.add(new Slot(memory.asSlice(i * slotBytes, slotBytes), driver.createEvent()));
        }
    }

    /** Frees the slots; what uses them is done. */
    @Override
    public void close() {
        MemorySegment memory = pinned;
        if (memory != null) {
            pinned = null;
            for (Slot slot : slots) {
                context.dispose(() -> driver.destroyEvent(slot.event));
            }
            context.dispose(() -> driver.freeHost(memory));
        }
    }
}
