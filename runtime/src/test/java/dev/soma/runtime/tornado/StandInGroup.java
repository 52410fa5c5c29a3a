package dev.soma.runtime.tornado;

import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A work-group, each work-item a thread. */
final class StandInGroup {
    private final int number;
    private final int items;
    private final CyclicBarrier barrier;
    private final Map<Integer, Object> locals = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    StandInGroup(int number, int items) {
        this.number = number;
        this.items = items;
        this.barrier = new CyclicBarrier(items);
    }

    int number() {
        return number;
    }

    /** Runs all work-items; throws the first failure of any. */
    void run(IntConsumer item) throws InterruptedException {
        Thread[] threads = new Thread[items];
        for (int i = 0; i < items; i++) {
            int number = i;
            threads[i] = Thread.ofVirtual().start(() -> runItem(item, number));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        Throwable thrown = failure.get();
        if (thrown != null) {
            throw new IllegalStateException(thrown);
        }
    }

    private void runItem(IntConsumer item, int itemNumber) {
        try {
            item.accept(itemNumber);
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
            barrier.reset();
        }
    }

    void await() {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The array of that allocation, which the first work-item makes. */
    Object local(int allocation, Supplier<Object> array) {
        return locals.computeIfAbsent(allocation, key -> array.get());
    }
}
