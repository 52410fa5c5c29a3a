package dev.soma.runtime.driver;

import dev.soma.runtime.DeviceException;
import dev.soma.runtime.Grid;
import dev.soma.runtime.Kernel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The forms of a kernel that are compiled for the values of its int arguments: sizes, which are the same at each step of a training.
 * As constants they cost no registers, a division by them is a multiplication, and loops over the taps of a kernel unroll. A form is
 * compiled once the same values have been launched so often that more launches are to be expected; results have the same bits.
 *
 * @param <F> a form of the device
 */
public final class Specialisations<F extends KernelForm> implements AutoCloseable {
    /** Never compile for values. */
    public static final int NEVER = Integer.MAX_VALUE;

    /** Launches after which a GPU's compiler is worth its time. */
    public static final int FEW = 32;

    /** How many different values are counted, and so the most forms: more than a network has layers. */
    static final int MOST = 64;

    private static final String PROPERTY = "soma.specialise";
    private static final String OFF = "off";

    private final Kernel kernel;
    private final int launches;
    private final Function<Map<String, Integer>, F> compiler;
    /** The arguments that are ints. */
    private final int[] ints;

    private final List<Entry<F>> entries = new ArrayList<>();

    /** Values that have been launched. */
    private static final class Entry<F> {
        final int[] values;
        int launches;

        @Nullable
        F form;

        Entry(int... values) {
            this.values = values;
        }
    }

    /**
     * None so far.
     *
     * @param launches with the same values, before a form is compiled for them; or {@link #NEVER}
     * @param compiler compiles the kernel for the values of its int arguments, by name
     */
    public Specialisations(Kernel kernel, int launches, Function<Map<String, Integer>, F> compiler) {
        this.kernel = kernel;
        this.launches = launches;
        this.compiler = compiler;
        ints = IntStream.range(0, kernel.argumentTypes().size())
                .filter(i -> kernel.argumentTypes().get(i) == int.class)
                .toArray();
    }

    /**
     * The launches that the system property {@code soma.specialise} asks for: a number, or {@code off}.
     *
     * @param unset what holds if the property is not set
     * @throws DeviceException if it is something else
     */
    public static int launches(int unset) {
        String value = System.getProperty(PROPERTY);
        if (value == null) {
            return unset;
        }
        if (value.equals(OFF)) {
            return NEVER;
        }
        try {
            return Integer.parseUnsignedInt(value);
        } catch (NumberFormatException e) {
            throw new DeviceException("the property " + PROPERTY + " is '" + value
                    + "', expected how often a kernel is launched before it is compiled for its sizes, or " + OFF);
        }
    }

    /**
     * Where the arguments of a kernel are among the parameters of a form: -1 for an int that is a constant.
     *
     * @param constants names of the ints that are
     */
    public static int[] slots(Kernel kernel, Map<String, Integer> constants) {
        int[] slots = new int[kernel.argumentTypes().size()];
        int next = 0;
        for (int i = 0; i < slots.length; i++) {
            slots[i] = constants.containsKey(kernel.argumentName(i)) ? -1 : next++;
        }
        return slots;
    }

    /**
     * Counts a launch.
     *
     * @param arguments those of the kernel, checked
     * @return the form to launch: one for the values of these arguments where there is one, or {@code general}
     */
    public F select(F general, Grid grid, Object... arguments) {
        if (launches == NEVER || ints.length == 0) {
            return general;
        }
        Entry<F> entry = entry(arguments);
        if (entry == null) {
            return general;
        }
        F form = entry.form;
        if (form == null) {
            if (entry.launches < launches) {
                entry.launches++;
                return general;
            }
            form = compiler.apply(constants(entry.values));
            entry.form = form;
        }
        // a form may need more registers, and so run smaller groups only
        return grid.localSize() <= form.maxGroup() ? form : general;
    }

    /** The entry of the arguments' values, a new one if need be; none if all are taken by forms. */
    private @Nullable Entry<F> entry(Object... arguments) {
        for (int i = 0; i < entries.size(); i++) {
            if (has(entries.get(i), arguments)) {
                return entries.get(i);
            }
        }
        if (entries.size() == MOST) {
            int least = leastLaunched();
            if (least < 0) {
                return null;
            }
            entries.remove(least);
        }
        Entry<F> added =
                new Entry<>(IntStream.of(ints).map(i -> (Integer) arguments[i]).toArray());
        entries.add(added);
        return added;
    }

    private boolean has(Entry<F> entry, Object... arguments) {
        for (int i = 0; i < ints.length; i++) {
            if (entry.values[i] != (Integer) arguments[ints[i]]) {
                return false;
            }
        }
        return true;
    }

    /** The entry to give up, -1 if each has a form: what was launched least will be launched least. */
    private int leastLaunched() {
        int least = -1;
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).form == null && (least < 0 || entries.get(i).launches < entries.get(least).launches)) {
                least = i;
            }
        }
        return least;
    }

    private Map<String, Integer> constants(int... values) {
        Map<String, Integer> constants = new HashMap<>();
        for (int i = 0; i < ints.length; i++) {
            constants.put(kernel.argumentName(ints[i]), values[i]);
        }
        return constants;
    }

    /** Frees the forms. */
    @Override
    public void close() {
        for (Entry<F> entry : entries) {
            F form = entry.form;
            if (form != null) {
                form.close();
            }
        }
        entries.clear();
    }
}
