package dev.soma.runtime.ptx;

/** What instructions are counted as. */
public enum OpClass {
    /** Integer arithmetic. */
    INTEGER,
    /** Float arithmetic. */
    FLOAT,
    /** Bit logic, shifts, counts. */
    LOGIC,
    /** Comparisons and selections. */
    COMPARE,
    /** Copies, conversions and parameters. */
    MOVE,
    /** Loads from global memory. */
    LOAD_GLOBAL,
    /** Stores to global memory. */
    STORE_GLOBAL,
    /** Loads from shared memory. */
    LOAD_SHARED,
    /** Stores to shared memory. */
    STORE_SHARED,
    /** Loads and stores of local memory. */
    LOCAL,
    /** Branches, calls, returns. */
    CONTROL,
    /** Votes, shuffles, barriers, fences. */
    SYNC
}
