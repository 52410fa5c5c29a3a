package dev.soma.runtime.opencl;

import static dev.soma.runtime.opencl.ClLibrary.LONG;

import dev.soma.runtime.driver.NativeLibrary;
import java.lang.invoke.MethodHandle;

/** The kinds of OpenCL object that are counted: {@code clRelease...}, and {@code clRetain...} where it is needed. */
enum ClObject {
    CONTEXT("Context"),
    COMMAND_QUEUE("CommandQueue"),
    MEM_OBJECT("MemObject"),
    PROGRAM("Program"),
    KERNEL("Kernel"),
    EVENT("Event");

    private final String kind;
    private final MethodHandle releaser;
    private final MethodHandle retainer;

    ClObject(String kind) {
        this.kind = kind;
        this.releaser = ClLibrary.status("clRelease" + kind, LONG);
        this.retainer = ClLibrary.status("clRetain" + kind, LONG);
    }

    /** Gives up one count of the object. */
    void release(long object) {
        call("clRelease", releaser, object);
    }

    /** Adds a count to the object. */
    void retain(long object) {
        call("clRetain", retainer, object);
    }

    private void call(String verb, MethodHandle function, long object) {
        try {
            int status = (int) function.invokeExact(object);
            ClStatus.check(verb + kind, status);
        } catch (Throwable e) {
            throw NativeLibrary.rethrow(e);
        }
    }
}
