package dev.soma.runtime.driver;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * The arguments of one compiled kernel in native memory: allocated once, so that a launch allocates nothing, and
 * remembered, so that it hands over only what has changed. Each argument has eight bytes, its value at their start.
 */
public final class ArgumentBlock implements AutoCloseable {
    private final Arena arena = Arena.ofShared();
    private final MemorySegment pointers;
    private final MemorySegment[] values;
    private final boolean[] set;

    /** A block of {@code count} arguments, none of them set. */
    public ArgumentBlock(int count) {
        MemorySegment all = arena.allocate((long) Long.BYTES * Math.max(count, 1), Long.BYTES);
        pointers = arena.allocate(ValueLayout.ADDRESS, Math.max(count, 1));
        values = new MemorySegment[count];
        set = new boolean[count];
        for (int i = 0; i < count; i++) {
            values[i] = all.asSlice((long) i * Long.BYTES, Long.BYTES);
            pointers.setAtIndex(ValueLayout.ADDRESS, i, values[i]);
        }
    }

    /** Sets an int; whether it differs from what was there. */
    public boolean setInt(int index, int value) {
        MemorySegment slot = values[index];
        boolean changed = !set[index] || slot.get(ValueLayout.JAVA_INT, 0) != value;
        if (changed) {
            slot.set(ValueLayout.JAVA_INT, 0, value);
            set[index] = true;
        }
        return changed;
    }

    /** Sets a float; whether its bits differ from what was there. */
    public boolean setFloat(int index, float value) {
        return setInt(index, Float.floatToRawIntBits(value));
    }

    /** Sets a handle or device pointer; whether it differs from what was there. */
    public boolean setHandle(int index, long value) {
        MemorySegment slot = values[index];
        boolean changed = !set[index] || slot.get(ValueLayout.JAVA_LONG, 0) != value;
        if (changed) {
            slot.set(ValueLayout.JAVA_LONG, 0, value);
            set[index] = true;
        }
        return changed;
    }

    /** Where the value of an argument lies. */
    public MemorySegment value(int index) {
        return values[index];
    }

    /** An array of pointers to the values, in order. */
    public MemorySegment pointers() {
        return pointers;
    }

    /** Forgets one argument: setting it is a change. For a value that the driver refused. */
    public void forget(int index) {
        set[index] = false;
    }

    /** Forgets all arguments: setting any is a change. For handles that have been freed, and may since mean other memory. */
    public void forgetAll() {
        Arrays.fill(set, false);
    }

    /** Frees the block. */
    @Override
    public void close() {
        arena.close();
    }
}
