package dev.soma.runtime.cuda;

import dev.soma.runtime.Grid;
import dev.soma.runtime.Kernel;
import dev.soma.runtime.compiler.Access;
import dev.soma.runtime.driver.ArgumentBlock;
import dev.soma.runtime.driver.KernelForm;
import dev.soma.runtime.driver.Specialisations;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A kernel, loaded into a context with all arguments or with some as constants. A launch writes the arguments into a block of its
 * own and allocates nothing.
 */
final class CudaForm implements KernelForm {
    private final CudaContext context;
    private final Kernel kernel;
    private final Ptx ptx;
    private final int[] slots;
    private final LoadedPtx unaliased;
    private final ArgumentBlock block;
    private final int[] onlyRead;
    private final int[] written;
    private final Runnable submission = this::submit;
    private @Nullable LoadedPtx aliased;
    private LoadedPtx current;
    private Grid grid = Grid.flat(1);

    /**
     * Loads a kernel.
     *
     * @param constants the ints that are no parameters of the PTX
     * @throws dev.soma.runtime.DeviceException if the driver does not take the PTX; the message ends with its log
     */
    CudaForm(CudaContext context, Kernel kernel, Map<String, Integer> constants, Ptx ptx) {
        this.context = context;
        this.kernel = kernel;
        this.ptx = ptx;
        this.slots = Specialisations.slots(kernel, constants);
        this.unaliased = LoadedPtx.of(context, kernel, ptx.text(), ptx.entry());
        this.current = unaliased;
        this.onlyRead = arrays(kernel, ptx, access -> access == Access.READ);
        this.written = arrays(kernel, ptx, Access::writes);
        this.block = new ArgumentBlock(slots.length - constants.size());
    }

    /** The arrays among the arguments of which the kernel makes such use. */
    private static int[] arrays(Kernel kernel, Ptx ptx, Predicate<Access> use) {
        return IntStream.range(0, ptx.accesses().size())
                .filter(i -> kernel.argumentTypes().get(i).isArray()
                        && use.test(ptx.accesses().get(i)))
                .toArray();
    }

    @Override
    public long maxGroup() {
        return unaliased.maxGroup();
    }

    /** Submits it with the kernel's arguments, which were checked. */
    void submit(Grid launchGrid, Object... arguments) {
        current = readsWhatItWrites(arguments) ? aliased() : unaliased;
        check(launchGrid);
        for (int i = 0; i < arguments.length; i++) {
            int slot = slots[i];
            if (slot >= 0) {
                switch (arguments[i]) {
                    case CudaBuffer buffer -> block.setHandle(slot, buffer.pointer());
                    case Integer value -> block.setInt(slot, value);
                    case Float value -> block.setFloat(slot, value);
                    default -> throw new AssertionError("the arguments were checked");
                }
            }
        }
        grid = launchGrid;
        context.run(submission);
    }

    /** Whether an array that the kernel only reads lies where it writes. */
    private boolean readsWhatItWrites(Object... arguments) {
        for (int read : onlyRead) {
            for (int target : written) {
                if (((CudaBuffer) arguments[read]).overlaps((CudaBuffer) arguments[target])) {
                    return true;
                }
            }
        }
        return false;
    }

    private LoadedPtx aliased() {
        LoadedPtx loaded = aliased;
        if (loaded == null) {
            loaded = LoadedPtx.of(context, kernel, ptx.aliasedText(), ptx.entry());
            aliased = loaded;
        }
        return loaded;
    }

    private void submit() {
        context.launching(kernel);
        context.driver().launch(current.function(), grid, context.stream(), block.pointers());
    }

    private void check(Grid launchGrid) {
        if (launchGrid.localSize() > current.maxGroup()) {
            throw new IllegalArgumentException("the kernel " + kernel + " was given groups of "
                    + launchGrid.localSize() + " work-items, but " + context.gpu() + " runs at most "
                    + current.maxGroup()
                    + " of it: use smaller groups");
        }
        checkGroups("y", launchGrid.globalY() / launchGrid.localY());
        checkGroups("z", launchGrid.globalZ() / launchGrid.localZ());
    }

    private void checkGroups(String dimension, int groups) {
        if (groups > CudaGpu.MAX_GROUPS_YZ) {
            throw new IllegalArgumentException("the kernel " + kernel + " was given " + groups
                    + " groups in dimension " + dimension + ", expected at most " + CudaGpu.MAX_GROUPS_YZ
                    + ": CUDA takes more in dimension x only");
        }
    }

    @Override
    public void close() {
        unaliased.close();
        if (aliased != null) {
            aliased.close();
        }
        block.close();
    }
}
