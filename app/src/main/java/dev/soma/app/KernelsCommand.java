package dev.soma.app;

import dev.soma.runtime.Kernel;
import dev.soma.runtime.catalog.KernelTarget;
import dev.soma.runtime.catalog.Kernels;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code soma kernels}. */
@Command(
        name = "kernels",
        description = "Lists the kernels, or prints what one is compiled to",
        mixinStandardHelpOptions = true)
final class KernelsCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "the kernel; without it all are listed")
    private @Nullable String name;

    @Option(names = "--target", paramLabel = "NAME", description = "prints the kernel as opencl (the default) or ptx")
    private @Nullable String target;

    @Option(
            names = "--set",
            paramLabel = "ARGUMENT=VALUE",
            description = "an int argument that is known: it becomes a constant of the code")
    private Map<String, Integer> set = new LinkedHashMap<>();

    @Option(
            names = "--report",
            description =
                    "with --target ptx: assembles the kernel, or all, with ptxas for six generations of GPUs and prints"
                            + " registers, memory and occupancy")
    private boolean report;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (report) {
            report(out);
        } else if (name == null) {
            if (target != null || !set.isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(), "name the kernel to print; without options all are listed");
            }
            Kernels.all().forEach(kernel -> out.println(describe(kernel)));
        } else {
            out.print(target().source(Kernels.named(name), set));
        }
        out.flush();
        return ExitCode.OK;
    }

    private KernelTarget target() {
        return target == null ? KernelTarget.OPENCL : Words.parse(KernelTarget.class, "--target", target);
    }

    private void report(PrintWriter out) {
        if (target() != KernelTarget.PTX) {
            throw new ParameterException(spec.commandLine(), "--report is about PTX: add --target ptx");
        }
        PtxReport lines = PtxReport.open();
        lines.head().forEach(out::println);
        for (Kernel kernel : name == null ? Kernels.all() : List.of(Kernels.named(name))) {
            out.println(lines.line(kernel, set));
            out.flush();
        }
    }

    private static String describe(Kernel kernel) {
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < kernel.argumentTypes().size(); i++) {
            arguments.add(kernel.argumentTypes().get(i).getSimpleName() + " " + kernel.argumentName(i));
        }
        return Kernels.name(kernel) + "(" + String.join(", ", arguments) + ")";
    }
}
