package dev.soma.runtime.cuda;

import dev.soma.runtime.Grid;
import dev.soma.runtime.Kernel;
import dev.soma.runtime.catalog.Kernels;
import dev.soma.runtime.ptx.LaunchCounts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A launch on the device {@code cuda} on a PTX machine.
 *
 * @param entry the kernel's name in PTX
 * @param grid its geometry
 * @param arguments the bits of the arguments
 * @param counts what it did; nothing where launches do not run
 */
public record MachineLaunch(String entry, Grid grid, List<Long> arguments, LaunchCounts counts) {

    /** Which of Soma's kernels it is. */
    public Kernel kernel() {
        return Kernels.all().stream()
                .filter(kernel -> kernel.toString().replace('.', '_').equals(entry))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(entry + " is none of Soma's kernels"));
    }

    /** The value of an {@code int} argument. */
    public int number(String name) {
        return bits(name).intValue();
    }

    /** The address of an array. */
    public long address(String name) {
        return bits(name);
    }

    /** The {@code int} arguments, by name. */
    public Map<String, Integer> numbers() {
        Kernel kernel = kernel();
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            if (kernel.argumentTypes().get(i) == int.class) {
                numbers.put(kernel.argumentName(i), arguments.get(i).intValue());
            }
        }
        return numbers;
    }

    private Long bits(String name) {
        Kernel kernel = kernel();
        for (int i = 0; i < arguments.size(); i++) {
            if (kernel.argumentName(i).equals(name)) {
                return arguments.get(i);
            }
        }
        throw new IllegalArgumentException(entry + " has no argument " + name);
    }
}
