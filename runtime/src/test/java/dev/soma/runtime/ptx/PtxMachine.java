package dev.soma.runtime.ptx;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;

/**
 * A simulated GPU that runs PTX text. Global memory has 64-bit addresses; arrays lie far apart, and every access is checked
 * for bounds, alignment and use after free. Blocks run one after another and warps in their order, so every run gives
 * the same. Not safe for use by several threads.
 */
public final class PtxMachine {
    private static final long DEFAULT_BUDGET = 1L << 27;
    private static final ValueLayout.OfInt WORD = ValueLayout.JAVA_INT_UNALIGNED;
    private static final int BLOCK_LIMIT = 1024;
    private static final int GRID_LIMIT = 65535;

    private final GlobalMemory memory = new GlobalMemory();
    private boolean checksRaces = true;
    private long budget = DEFAULT_BUDGET;
    private long stamp = 1;
    private int allocations;

    /** Whether races are looked for, as they are at first; without, launches are faster. */
    public void checkRaces(boolean check) {
        checksRaces = check;
    }

    /** The most warp instructions of a launch. */
    public void budget(long warpInstructions) {
        if (warpInstructions < 1) {
            throw new IllegalArgumentException("warpInstructions is " + warpInstructions + ", expected at least 1");
        }
        budget = warpInstructions;
    }

    // memory

    /** The address of a new array of {@code bytes} bytes, a multiple of 256. What it holds is not specified. */
    public long allocate(long bytes) {
        return allocate("#" + allocations, bytes);
    }

    /** The same for an array that messages call {@code name}. */
    public long allocate(String name, long bytes) {
        if (bytes < 1 || bytes > 4L * (Integer.MAX_VALUE - 8)) {
            throw new IllegalArgumentException("bytes is " + bytes + ", expected 1 to 8 G");
        }
        allocations++;
        return memory.allocate(name, bytes).base();
    }

    /** Ends the array at the address. */
    public void free(long address) {
        Allocation allocation = at(address, 1);
        if (allocation.base() != address) {
            throw new PtxException("0x" + Long.toHexString(address) + " is not the start of an array");
        }
        allocation.free();
    }

    public void write(long address, int[] values) {
        write(address, values, 0, values.length);
    }

    public void write(long address, int[] values, int from, int count) {
        if (count > 0) {
            Allocation allocation = words(address, 4L * count);
            System.arraycopy(values, from, allocation.words(), word(allocation, address), count);
        }
    }

    public void write(long address, float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        write(address, bits);
    }

    public int[] readInts(long address, int count) {
        int[] values = new int[count];
        if (count > 0) {
            Allocation allocation = words(address, 4L * count);
            System.arraycopy(allocation.words(), word(allocation, address), values, 0, count);
        }
        return values;
    }

    public float[] readFloats(long address, int count) {
        int[] bits = readInts(address, count);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = Float.intBitsToFloat(bits[i]);
        }
        return values;
    }

    /** Sets {@code count} words. */
    public void fill(long address, int value, int count) {
        int[] values = new int[count];
        Arrays.fill(values, value);
        write(address, values);
    }

    /** Copies all of {@code from}, a multiple of 4 bytes, to the address. */
    public void write(long address, MemorySegment from) {
        int count = wordCount(from);
        if (count > 0) {
            Allocation allocation = words(address, from.byteSize());
            MemorySegment.copy(from, WORD, 0, allocation.words(), word(allocation, address), count);
        }
    }

    /** Fills all of {@code to}, a multiple of 4 bytes, from the address. */
    public void read(long address, MemorySegment to) {
        int count = wordCount(to);
        if (count > 0) {
            Allocation allocation = words(address, to.byteSize());
            MemorySegment.copy(allocation.words(), word(allocation, address), to, WORD, 0, count);
        }
    }

    private static int wordCount(MemorySegment segment) {
        if (segment.byteSize() % 4 != 0) {
            throw new IllegalArgumentException(
                    "the segment has " + segment.byteSize() + " bytes, expected a multiple of 4");
        }
        return Math.toIntExact(segment.byteSize() / 4);
    }

    /** Copies {@code count} words between arrays, or within one. */
    public void copy(long from, long to, int count) {
        write(to, readInts(from, count));
    }

    private Allocation words(long address, long bytes) {
        if ((address & 3) != 0) {
            throw new PtxException("the address 0x" + Long.toHexString(address) + " is not a multiple of 4");
        }
        return at(address, bytes);
    }

    private Allocation at(long address, long bytes) {
        int size = (int) Math.min(bytes, Integer.MAX_VALUE);
        Allocation allocation = memory.find(address, size);
        if (allocation == null || address - allocation.base() + bytes > allocation.bytes()) {
            throw new PtxException(memory.describe(address, size));
        }
        return allocation;
    }

    private static int word(Allocation allocation, long address) {
        return (int) ((address - allocation.base()) >>> 2);
    }

    // kernels

    /** Reads a module. Throws a {@link PtxException} with line and text of whatever is not supported or not well typed. */
    public PtxModule load(String text) {
        return new PtxModule(text);
    }

    /**
     * Runs a kernel to its end. An argument is a {@code Long} for 64 bits, an {@code Integer} or {@code Float} for
     * 32. Throws a {@link PtxException} on a fault.
     */
    public LaunchCounts launch(PtxModule module, String entry, Dim3 grid, Dim3 block, Object... arguments) {
        return launchBits(module, entry, grid, block, arguments(module.program(entry), arguments));
    }

    /** The same with the bits of each argument, as a driver has them. */
    public LaunchCounts launchBits(PtxModule module, String entry, Dim3 grid, Dim3 block, long[] bits) {
        Program program = module.program(entry);
        checkSizes(program, grid, block);
        checkCount(program, bits.length);
        long[] values = new long[bits.length];
        for (int i = 0; i < bits.length; i++) {
            values[i] = program.parameters().get(i).type().narrow(bits[i]);
        }
        Launch launch = new Launch(program, grid, block, values, memory, checksRaces, budget, stamp + 1);
        try {
            return launch.run();
        } finally {
            stamp = launch.stamp();
        }
    }

    private static void checkSizes(Program program, Dim3 grid, Dim3 block) {
        if (grid.x() < 1 || grid.y() < 1 || grid.z() < 1 || grid.y() > GRID_LIMIT || grid.z() > GRID_LIMIT) {
            throw new IllegalArgumentException("grid is " + grid + ", expected 1 to " + GRID_LIMIT + " in y and z");
        }
        if (block.x() < 1 || block.y() < 1 || block.z() < 1 || block.z() > 64 || block.count() > BLOCK_LIMIT) {
            throw new IllegalArgumentException(
                    "block is " + block + ", expected at most " + BLOCK_LIMIT + " threads, 64 in z");
        }
        if (grid.count() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("grid is " + grid + ", expected fewer blocks than 2^31");
        }
        Dim3 limit = program.blockLimit();
        if (limit == null) {
            return;
        }
        boolean fits = program.blockExact() ? limit.equals(block) : block.count() <= limit.count();
        if (!fits) {
            throw new PtxException("block is " + block + ", but " + program.name() + " declares "
                    + (program.blockExact() ? ".reqntid " : ".maxntid ") + limit);
        }
    }

    private static void checkCount(Program program, int given) {
        int expected = program.parameters().size();
        if (given != expected) {
            throw new IllegalArgumentException(
                    program.name() + " has " + expected + " parameters, given " + given + " arguments");
        }
    }

    private static long[] arguments(Program program, Object[] arguments) {
        List<Variable> parameters = program.parameters();
        checkCount(program, arguments.length);
        long[] values = new long[arguments.length];
        for (int i = 0; i < values.length; i++) {
            PtxType type = parameters.get(i).type();
            values[i] = switch (arguments[i]) {
                case Long value when type.bits() == 64 -> value;
                case Integer value when type.bits() == 32 && type != PtxType.F32 -> value;
                case Float value when type == PtxType.F32 || type == PtxType.B32 -> Float.floatToRawIntBits(value);
                default ->
                    throw new IllegalArgumentException(parameters.get(i).name() + " has type ." + type.text()
                            + ", given " + arguments[i].getClass().getSimpleName());
            };
        }
        return values;
    }
}
