package dev.soma.runtime.ptx;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Kernels that the machine has read and checked. */
public final class PtxModule {
    private static final int SHARED_LIMIT = 48 * 1024;

    private final Map<String, Program> programs = new LinkedHashMap<>();

    /** Reads a module. Throws a {@link PtxException} with line and text of whatever is not supported or not well typed. */
    PtxModule(String text) {
        Map<String, FunctionText> functions = Parser.parse(text);
        for (FunctionText function : functions.values()) {
            // functions are checked too, whether they are called or not
            Program program = Linker.link(function, functions);
            if (program.shared().bytes() > SHARED_LIMIT) {
                throw new PtxException("line " + function.line() + ": " + function.name() + " has "
                        + program.shared().bytes() + " bytes of shared memory, a block has " + SHARED_LIMIT);
            }
            if (function.entry()) {
                programs.put(function.name(), program);
            }
        }
    }

    /** The names of the kernels. */
    public Set<String> entries() {
        return Set.copyOf(programs.keySet());
    }

    /** The bytes of each parameter of a kernel. */
    public List<Integer> parameterBytes(String entry) {
        return program(entry).parameters().stream().map(Variable::bytes).toList();
    }

    Program program(String entry) {
        Program program = programs.get(entry);
        if (program == null) {
            throw new IllegalArgumentException("the module has no kernel " + entry + ", it has " + programs.keySet());
        }
        return program;
    }
}
