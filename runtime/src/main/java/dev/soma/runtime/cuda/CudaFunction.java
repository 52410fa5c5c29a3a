package dev.soma.runtime.cuda;

import java.lang.foreign.MemorySegment;

/** A function of the driver's library. */
record CudaFunction(String name, MemorySegment address) {}
