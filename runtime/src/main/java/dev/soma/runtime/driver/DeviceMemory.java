package dev.soma.runtime.driver;

/** A device's memory, as its driver hands it out; a block is known by its handle, never 0. */
public interface DeviceMemory {

    /**
     * Allocates a block, contents undefined.
     *
     * @param bytes its size, positive
     * @throws DeviceMemoryException if there is no room
     */
    long allocate(long bytes);

    /**
     * Fills a block with zeros, in order with what has been enqueued.
     *
     * @throws DeviceMemoryException if the driver finds only now that there is no room
     */
    void zero(long handle, long bytes);

    /** Frees a block once what has been enqueued on it is done. */
    void free(long handle);
}
