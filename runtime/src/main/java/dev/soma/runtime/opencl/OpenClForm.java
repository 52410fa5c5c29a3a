package dev.soma.runtime.opencl;

import dev.soma.runtime.Grid;
import dev.soma.runtime.Kernel;
import dev.soma.runtime.driver.KernelForm;
import dev.soma.runtime.driver.Specialisations;
import java.util.Map;

/** A kernel's function in a program that was built for one device, with all arguments or with some as constants. */
final class OpenClForm implements KernelForm {
    private final OpenClDevice device;
    private final ClKernel compiled;
    private final int[] slots;
    private long seenFrees;

    /** {@code constants}: the ints that are no parameters of the function. */
    OpenClForm(OpenClDevice device, Kernel kernel, Map<String, Integer> constants, ClProgram program, String entry) {
        this.device = device;
        this.slots = Specialisations.slots(kernel, constants);
        this.compiled = new ClKernel(device.hardware(), program.kernel(entry), slots.length - constants.size());
    }

    @Override
    public long maxGroup() {
        return compiled.maxGroup();
    }

    /** Enqueues it with the kernel's arguments, which were checked. */
    void enqueue(Grid grid, Object... arguments) {
        long frees = device.frees();
        if (frees != seenFrees) {
            compiled.forgetArguments();
            seenFrees = frees;
        }
        for (int i = 0; i < arguments.length; i++) {
            int slot = slots[i];
            if (slot >= 0) {
                switch (arguments[i]) {
                    case OpenClBuffer buffer -> compiled.setMemory(slot, buffer.memory());
                    case Integer value -> compiled.setInt(slot, value);
                    case Float value -> compiled.setFloat(slot, value);
                    default -> throw new AssertionError("the arguments were checked");
                }
            }
        }
        compiled.enqueue(device.queue(), grid);
    }

    @Override
    public void close() {
        compiled.close();
    }
}
