package dev.soma.runtime.jvm;

import dev.soma.runtime.DeviceException;
import dev.soma.runtime.Grid;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a kernel with barriers: each work-item of a group is a thread, but one runs at a time, in order, each up to the next
 * barrier or to its end. The same launch therefore always runs the same way.
 */
final class LockstepLaunch {
    private final Grid grid;
    private final Consumer<WorkItem> body;
    private final LocalMemory local = new LocalMemory();
    private final Thread[] threads;
    private volatile int turn;
    private volatile @Nullable Throwable failure;
    private Stop firstStop = Stop.END;

    /** Where a work-item stopped in a round. */
    private enum Stop {
        BARRIER,
        END
    }

    /** Unwinds the other work-items once one has failed. */
    static final class Abandoned extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Abandoned() {
            super("another work-item failed", null, false, false);
        }
    }

    LockstepLaunch(Grid grid, Consumer<WorkItem> body) {
        this.grid = grid;
        this.body = body;
        this.threads = new Thread[grid.localSize()];
    }

    void run() {
        for (int number = 0; number < threads.length; number++) {
            int item = number;
            threads[number] = Thread.ofVirtual().name("work-item-" + number).unstarted(() -> runItem(item));
        }
        for (Thread thread : threads) {
            thread.start();
        }
        for (Thread thread : threads) {
            joinUninterruptibly(thread);
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
    }

    private void runItem(int number) {
        WorkItem item = new WorkItem(grid, local, () -> {
            stop(number, Stop.BARRIER);
            awaitTurn(number);
        });
        try {
            for (long group = 0; group < grid.groups(); group++) {
                awaitTurn(number);
                if (number == 0) {
                    local.undefine();
                }
                item.moveTo(group, number);
                body.accept(item);
                stop(number, Stop.END);
            }
        } catch (Abandoned e) {
            return;
        } catch (RuntimeException | Error e) {
            failure = e;
            for (Thread thread : threads) {
                LockSupport.unpark(thread);
            }
        }
    }

    private void awaitTurn(int number) {
        while (turn != number) {
            if (failure != null) {
                throw new Abandoned();
            }
            LockSupport.park(this);
        }
        if (failure != null) {
            throw new Abandoned();
        }
    }

    private void stop(int number, Stop stop) {
        if (number == 0) {
            firstStop = stop;
        } else if (stop != firstStop) {
            throw new DeviceException("work-item " + number + " of a group "
                    + (stop == Stop.END ? "ended" : "waits at a barrier") + " while work-item 0 "
                    + (stop == Stop.END ? "waits at a barrier" : "ended")
                    + ": every work-item of a group must reach the same barriers");
        }
        int next = number + 1 == threads.length ? 0 : number + 1;
        turn = next;
        LockSupport.unpark(threads[next]);
    }

    private static void joinUninterruptibly(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
