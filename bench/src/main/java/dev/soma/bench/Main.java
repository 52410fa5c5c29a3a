package dev.soma.bench;

import dev.soma.runtime.Device;
import dev.soma.runtime.DeviceException;
import dev.soma.runtime.DeviceSettings;
import dev.soma.runtime.Devices;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code soma bench}: a table of Soma's and PyTorch's times; with {@code --jmh} first, JMH's own command line. */
@Command(
        name = "soma bench",
        description = {
            "Times Soma's device 'vector' and PyTorch in turn, with the same number of threads, after checking that"
                    + " both compute the same.",
            "A side's time is that of its fastest call in a round, the median over the rounds; the ratio is PyTorch's"
                    + " time by Soma's, so that above 1 Soma is the faster.",
            "soma bench --jmh [ARGUMENTS] runs the same works under JMH."
        },
        mixinStandardHelpOptions = true)
public final class Main implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "threads of each side; 0 for all processors (default: ${DEFAULT-VALUE})")
    private int threads;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "2",
            description = "seconds a side gets in each round (default: ${DEFAULT-VALUE})")
    private double seconds;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "rounds, after one to warm up (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--out", paramLabel = "FOLDER", description = "writes bench.json and bench.png into this folder")
    private @Nullable Path out;

    @Option(
            names = "--only",
            paramLabel = "REGEX",
            defaultValue = "",
            description = "only works in whose name this is found")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Pattern only;

    private Main() {}

    /** Runs the benchmarks and exits with 0 for success, 1 for failure, 2 for wrong usage. */
    public static void main(String[] arguments) throws IOException {
        // charts are drawn to files, never on a screen
        System.setProperty("java.awt.headless", "true");
        if (arguments.length > 0 && arguments[0].equals("--jmh")) {
            org.openjdk.jmh.Main.main(Arrays.copyOfRange(arguments, 1, arguments.length));
        } else {
            System.exit(run(arguments));
        }
    }

    /** Runs the benchmarks and gives the exit code. */
    static int run(String... arguments) {
        CommandLine command = new CommandLine(new Main());
        command.setExecutionExceptionHandler((exception, failed, parsed) -> {
            boolean explained = exception instanceof DeviceException || exception instanceof IOException;
            failed.getErr()
                    .println("soma: " + (explained ? exception.getMessage() : "unexpected failure: " + exception));
            return ExitCode.SOFTWARE;
        });
        return command.execute(arguments);
    }

    @Override
    public Integer call() throws IOException {
        require(threads >= 0, "--threads is " + threads + ", expected 0 (all processors) or more");
        require(seconds >= 0, "--seconds is " + seconds + ", expected at least 0");
        require(rounds >= 1, "--rounds is " + rounds + ", expected at least 1");
        List<Work> works = Works.full().stream()
                .filter(work -> only.matcher(work.name()).find())
                .toList();
        require(!works.isEmpty(), "--only " + only + " leaves no work");
        int count = new DeviceSettings(threads, "").threadsOrAll();
        Machine machine = Machine.here();
        try (Device device = Devices.open("vector", new DeviceSettings(count, ""))) {
            try (PyTorch pyTorch = PyTorch.open(count)) {
                return report(works, machine, count, device, pyTorch, pyTorch.version());
            } catch (PyTorch.UnavailableException e) {
                return report(works, machine, count, device, null, "not usable: " + e.getMessage());
            }
        }
    }

    private int report(
            List<Work> works, Machine machine, int count, Device device, @Nullable PyTorch pyTorch, String peer)
            throws IOException {
        PrintWriter log = spec.commandLine().getErr();
        log.printf(
                Locale.ROOT,
                "%s, %d processors, load %.1f; Soma: %s; PyTorch: %s%n",
                machine.processor(),
                machine.processors(),
                machine.load(),
                device.description(),
                peer);
        Comparison comparison = new Comparison(device, pyTorch, seconds, rounds);
        List<Comparison.Row> rows = new ArrayList<>();
        for (Work work : works) {
            log.println(work.name());
            log.flush();
            rows.add(comparison.of(work));
        }
        Results results = new Results(machine, count, device.description(), peer, rows);
        PrintWriter table = spec.commandLine().getOut();
        results.table().forEach(table::println);
        table.flush();
        if (out != null) {
            results.writeJson(out.resolve("bench.json"));
            Chart.write(out.resolve("bench.png"), results);
        }
        boolean agree = rows.stream().map(Comparison.Row::agreement).allMatch(a -> a == null || a.holds());
        return agree ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
