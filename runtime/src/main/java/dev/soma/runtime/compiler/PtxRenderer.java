package dev.soma.runtime.compiler;

import dev.soma.runtime.compiler.PtxRegisters.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A kernel as PTX: ISA 7.0 for {@code sm_70}, which every driver from CUDA 11 on takes. Methods that the kernel calls are written out where
 * they are called; every rounding is named, so that nothing is contracted.
 */
public final class PtxRenderer {
    private static final String HEAD = """
            .version 7.0
            .target sm_70
            .address_size 64
            """;

    private PtxRenderer() {}

    /**
     * Renders a kernel for launches in which no array that it only reads is also passed as one that it writes: these are read with
     * {@code ld.global.nc}.
     */
    public static String render(KernelProgram program) {
        return render(program, true);
    }

    /** Renders a kernel for launches in which an array that it only reads may also be passed as one that it writes. */
    public static String renderForAliases(KernelProgram program) {
        return render(program, false);
    }

    private static String render(KernelProgram program, boolean unaliased) {
        Function kernel = program.function();
        PtxRegisters registers = new PtxRegisters();
        PtxText lines = new PtxText();
        PtxBody body = new PtxBody(registers, lines, unaliased ? readOnly(kernel) : Set.of());
        PtxScope scope = new PtxScope(registers);
        List<String> parameters = new ArrayList<>();
        for (Local parameter : kernel.parameters()) {
            String type = parameterType(parameter);
            parameters.add("    .param ." + type + " $" + parameter.name());
            if (kernel.access(parameter) != Access.UNUSED) {
                load(lines, scope, parameter, type);
            }
        }
        body.kernel(scope, kernel);
        StringBuilder text = new StringBuilder(HEAD);
        text.append("\n// ").append(kernel.key()).append('\n');
        text.append(".visible .entry ").append(program.entry()).append("(\n");
        text.append(String.join(",\n", parameters)).append(")\n{\n");
        registers
                .declarations()
                .forEach(line -> text.append("    ").append(line).append('\n'));
        lines.declarations().forEach(line -> text.append("    ").append(line).append('\n'));
        text.append('\n');
        lines.lines()
                .forEach(line -> text.append(line.endsWith(":") ? "" : "    ")
                        .append(line)
                        .append('\n'));
        return text.append("    ret;\n}\n").toString();
    }

    private static void load(PtxText lines, PtxScope scope, Local parameter, String type) {
        String register = scope.register(parameter);
        scope.bind(parameter, register, parameter);
        lines.emit("ld.param." + type + " " + register + ", [$" + parameter.name() + "];");
        if (parameter.type() instanceof Type.Array) {
            lines.emit("cvta.to.global.u64 " + register + ", " + register + ";");
        }
    }

    private static Set<Local> readOnly(Function kernel) {
        Set<Local> arrays = new HashSet<>();
        for (Local parameter : kernel.parameters()) {
            if (parameter.type() instanceof Type.Array
                    && !kernel.access(parameter).writes()) {
                arrays.add(parameter);
            }
        }
        return arrays;
    }

    private static String parameterType(Local parameter) {
        return switch (Kind.of(parameter.type())) {
            case FLOAT -> "f32";
            case LONG -> "u64";
            default -> "u32";
        };
    }
}
