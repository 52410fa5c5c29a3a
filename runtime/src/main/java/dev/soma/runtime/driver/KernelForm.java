package dev.soma.runtime.driver;

/** A kernel as a driver runs it: with all of its arguments, or compiled for the values of some. */
public interface KernelForm extends AutoCloseable {

    /** The most work-items of a group. */
    long maxGroup();

    /** Frees it; nothing launched is running. */
    @Override
    void close();
}
