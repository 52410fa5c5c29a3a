package dev.soma.runtime.host;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A fixed team of threads for loops that are split in advance: worker {@code k} always gets part {@code k}, so that what
 * is computed depends on the number of workers only, never on timing. The calling thread is worker 0.
 */
public final class Workers implements AutoCloseable {
    /** How long an idle worker spins for the next loop before it parks: about the gap between two operations. */
    private static final int SPINS = 20_000;

    /** One worker's share of a loop. */
    @FunctionalInterface
    public interface Part {
        /**
         * Runs the share.
         *
         * @param worker 0 up to the number of workers less one
         */
        void run(int worker);
    }

    /** A range of a loop. */
    @FunctionalInterface
    public interface Range {
        /** Runs the iterations {@code from} (inclusive) to {@code to} (exclusive). */
        void run(int from, int to);
    }

    private final int threads;
    private final Thread[] team;
    private volatile int round;
    private volatile boolean closed;
    private volatile @Nullable Part part;
    private final Slot[] slots;

    /** Written by its worker alone; padded by being an object of its own. */
    private static final class Slot {
        volatile int done;
        volatile @Nullable Throwable failure;
    }

    /** A team of {@code threads} in all, the caller's among them. */
    public Workers(int threads) {
        this.threads = threads;
        this.team = new Thread[threads - 1];
        this.slots = new Slot[threads];
        for (int worker = 0; worker < threads; worker++) {
            slots[worker] = new Slot();
        }
        for (int worker = 1; worker < threads; worker++) {
            int number = worker;
            team[worker - 1] =
                    Thread.ofPlatform().daemon().name("soma-worker-" + worker).start(() -> work(number));
        }
    }

    /** The size of the team. */
    public int threads() {
        return threads;
    }

    /** Runs {@code part} once on every worker and waits for all; a failure of any is thrown here. */
    @SuppressWarnings("ThreadPriorityCheck") // yields only where a worker has lost its core to another process
    public void run(Part newPart) {
        if (threads == 1) {
            newPart.run(0);
            return;
        }
        part = newPart;
        int current = round + 1;
        round = current;
        for (Thread thread : team) {
            LockSupport.unpark(thread);
        }
        Throwable failure = null;
        try {
            newPart.run(0);
        } catch (RuntimeException | Error e) {
            failure = e;
        }
        for (int worker = 1; worker < threads; worker++) {
            int spins = 0;
            while (slots[worker].done != current) {
                if (++spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    Thread.yield();
                }
            }
            if (failure == null) {
                failure = slots[worker].failure;
            }
            slots[worker].failure = null;
        }
        part = null;
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
    }

    /**
     * Splits {@code size} iterations into one contiguous range a worker, each a multiple of {@code grain} long but for the
     * last, and runs them.
     */
    public void ranges(int size, int grain, Range range) {
        int blocks = Math.ceilDiv(size, grain);
        if (blocks <= 1 || threads == 1) {
            range.run(0, size);
            return;
        }
        run(worker -> {
            int from = (int) ((long) blocks * worker / threads) * grain;
            int to = (int) Math.min(size, ((long) blocks * (worker + 1) / threads) * grain);
            if (from < to) {
                range.run(from, to);
            }
        });
    }

    private void work(int worker) {
        Slot slot = slots[worker];
        int seen = 0;
        while (true) {
            int spins = 0;
            while (round == seen) {
                if (closed) {
                    return;
                }
                if (++spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
            seen = round;
            Part current = part;
            try {
                if (current != null) {
                    current.run(worker);
                }
            } catch (RuntimeException | Error e) {
                slot.failure = e;
            }
            slot.done = seen;
        }
    }

    /** Ends the threads. */
    @Override
    public void close() {
        closed = true;
        for (Thread thread : team) {
            LockSupport.unpark(thread);
        }
    }
}
