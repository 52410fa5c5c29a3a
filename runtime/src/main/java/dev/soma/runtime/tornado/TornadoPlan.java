package dev.soma.runtime.tornado;

import dev.soma.runtime.Event;
import dev.soma.runtime.Grid;
import java.lang.reflect.Method;

/**
 * One execution plan of TornadoVM: it owns memory and compiled tasks on one device and runs in order. Arrays are {@code
 * float[]} or {@code int[]}.
 */
public interface TornadoPlan extends AutoCloseable {

    /** Device and driver, in one line for people. */
    String description();

    /**
     * Allocates memory that holds a copy of an array.
     *
     * @throws dev.soma.runtime.DeviceException if there is no room
     */
    Memory allocate(Object array);

    /** Compiles a kernel method whose {@code int} and {@code float} parameters are the constants given. */
    Task compile(Method method, Object... arguments);

    /** Marks this place in the queue. */
    Event record();

    /** Waits until all that was enqueued is done. */
    void finish();

    /** Frees everything. */
    @Override
    void close();

    /** An array on the device. */
    interface Memory {

        /** Copies an array of this length in, in the order of the queue. */
        void write(Object array);

        /** Copies all out to an array of this length, after what was enqueued before. */
        void read(Object array);

        /** Frees the memory. */
        void free();
    }

    /** A compiled kernel. */
    interface Task {

        /**
         * Enqueues the kernel.
         *
         * @param arguments those the task was compiled with, arrays as {@link Memory}
         */
        void launch(Grid grid, Object... arguments);
    }
}
