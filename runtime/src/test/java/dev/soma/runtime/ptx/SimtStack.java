package dev.soma.runtime.ptx;

import java.util.Arrays;

/**
 * The stack that keeps the lanes of a warp together. The top entry runs; it ends at its reconvergence point, where its
 * lanes go on in the entry below, or when its last lane has left.
 */
final class SimtStack {
    private static final int NONE = -1;
    /** The position of an entry whose lanes all leave before it would go on. */
    private static final int NEVER = -2;

    private int[] positions = new int[8];
    private int[] meetings = new int[8];
    private int[] lanes = new int[8];
    /** The position of the call that began the entry, or -1. */
    private int[] calls = new int[8];

    private int size;

    void start(int all) {
        size = 0;
        push(0, NONE, all, NONE);
    }

    boolean isEmpty() {
        return size == 0;
    }

    int position() {
        return positions[size - 1];
    }

    int lanes() {
        return lanes[size - 1];
    }

    /** All lanes that have not left. */
    int all() {
        return size == 0 ? 0 : lanes[0];
    }

    /** Where a lane that is not in the top entry goes on. */
    int positionOf(int lane) {
        for (int i = size - 1; i >= 0; i--) {
            if ((lanes[i] >>> lane & 1) != 0) {
                return positions[i];
            }
        }
        throw new IllegalStateException("lane " + lane + " has left");
    }

    /** The top entry goes on at {@code position}. */
    void next(int position) {
        positions[size - 1] = position;
        while (size > 1 && positions[size - 1] == meetings[size - 1]) {
            size--;
        }
    }

    void diverge(int target, int taken, int after, int others, int meeting) {
        if (meeting == NONE) {
            positions[size - 1] = NEVER;
        } else if (meeting == meetings[size - 1]) {
            size--; // an entry below waits there already
        } else {
            positions[size - 1] = meeting;
        }
        if (meeting == NONE || after != meeting) {
            push(after, meeting, others, NONE);
        }
        if (meeting == NONE || target != meeting) {
            push(target, meeting, taken, NONE);
        }
    }

    void call(int target, int from) {
        positions[size - 1] = from + 1;
        push(target, NONE, lanes[size - 1], from);
    }

    boolean inFunction() {
        for (int i = size - 1; i >= 0; i--) {
            if (calls[i] != NONE) {
                return true;
            }
        }
        return false;
    }

    /** Lanes return from the innermost function. */
    void leaveFunction(int leaving) {
        int i = size - 1;
        while (calls[i] == NONE) {
            lanes[i--] &= ~leaving;
        }
        lanes[i] &= ~leaving;
    }

    /** Lanes leave the kernel. */
    void leave(int leaving) {
        for (int i = 0; i < size; i++) {
            lanes[i] &= ~leaving;
        }
    }

    /**
     * Drops entries that ended, up to the first that began with a call: then returns the call's position, and the entry
     * on top is the caller's. Otherwise -1.
     */
    int settle() {
        while (size > 0 && (lanes[size - 1] == 0 || (size > 1 && positions[size - 1] == meetings[size - 1]))) {
            size--;
            if (calls[size] != NONE && size > 0 && lanes[size - 1] != 0) {
                return calls[size];
            }
        }
        return NONE;
    }

    private void push(int position, int meeting, int mask, int call) {
        if (size == positions.length) {
            positions = Arrays.copyOf(positions, 2 * size);
            meetings = Arrays.copyOf(meetings, 2 * size);
            lanes = Arrays.copyOf(lanes, 2 * size);
            calls = Arrays.copyOf(calls, 2 * size);
        }
        positions[size] = position;
        meetings[size] = meeting;
        lanes[size] = mask;
        calls[size++] = call;
    }
}
