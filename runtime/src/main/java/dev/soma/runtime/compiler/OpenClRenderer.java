package dev.soma.runtime.compiler;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Writes programs in OpenCL C 1.2, with the names of the source and without gotos where C has a word for it. Bits are Java's if
 * the program is built with {@code -cl-fp32-correctly-rounded-divide-sqrt} where the device divides inexactly otherwise, and
 * without options that allow less.
 */
public final class OpenClRenderer {
    private OpenClRenderer() {}

    /** The text of one kernel and the functions that it calls. */
    public static String render(KernelProgram program) {
        return render(List.of(program));
    }

    /**
     * One text for several kernels. What they call is there once.
     *
     * @throws IllegalArgumentException if two have the same {@linkplain KernelProgram#entry entry}
     */
    public static String render(List<KernelProgram> programs) {
        Map<MethodKey, String> nameOfKey = new LinkedHashMap<>();
        Map<MethodKey, Function> written = new HashMap<>();
        Map<Function, String> names = new HashMap<>();
        Set<String> taken = new HashSet<>(OpenClPrelude.names());
        for (KernelProgram program : programs) {
            if (!taken.add(program.entry())) {
                throw new IllegalArgumentException(
                        "two kernels of one text are named " + program.entry() + ": render them apart");
            }
        }
        Set<String> preludeUsed = new LinkedHashSet<>();
        StringBuilder body = new StringBuilder();
        for (KernelProgram program : programs) {
            for (Function function : program.functions()) {
                boolean isKernel = function.equals(program.function());
                String name = isKernel
                        ? program.entry()
                        : nameOfKey.computeIfAbsent(function.key(), key -> unique(key, taken));
                names.put(function, name);
                if (isKernel || written.putIfAbsent(function.key(), function) == null) {
                    body.append('\n');
                    new OpenClFunction(function, body, names, preludeUsed).write(name, isKernel);
                }
            }
        }
        StringBuilder out = new StringBuilder("#pragma OPENCL FP_CONTRACT OFF\n\n");
        OpenClPrelude.append(out, preludeUsed);
        return out.append(body, 1, body.length()).toString();
    }

    private static String unique(MethodKey key, Set<String> taken) {
        StringBuilder base = new StringBuilder(Names.identifier(key.simpleName()));
        if (key.spaces().stream().anyMatch(space -> space != Type.Space.GLOBAL)) {
            key.spaces().forEach(space -> base.append('_').append(space.name().toLowerCase(Locale.ROOT)));
        }
        String name = base.toString();
        for (int k = 1; !taken.add(name); k++) {
            name = base + "_" + k;
        }
        return name;
    }

    /** The function that tells a coordinate. */
    static String function(Coordinate coordinate) {
        return switch (coordinate) {
            case GLOBAL_ID_X, GLOBAL_ID_Y, GLOBAL_ID_Z -> "get_global_id";
            case LOCAL_ID_X, LOCAL_ID_Y, LOCAL_ID_Z -> "get_local_id";
            case GROUP_ID_X, GROUP_ID_Y, GROUP_ID_Z -> "get_group_id";
            case GLOBAL_SIZE_X, GLOBAL_SIZE_Y, GLOBAL_SIZE_Z -> "get_global_size";
            case LOCAL_SIZE_X, LOCAL_SIZE_Y, LOCAL_SIZE_Z -> "get_local_size";
        };
    }
}
