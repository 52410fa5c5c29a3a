package dev.soma.bench;

import dev.soma.runtime.DeviceException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code soma bench}: a table of Soma's and a peer's times; with {@code --jmh} first, JMH's own command line. */
@Command(
        name = "soma bench",
        description = {
            "Times a device of Soma's and a peer in turn, after checking that both compute the same: 'opencl' beside kernels in"
                    + " OpenCL C and calls of the driver written by hand, which must give the same bits; all others beside"
                    + " PyTorch on the processor, 'vector' with the same number of threads.",
            "A side's time is that of its fastest call in a round, the median over the rounds; the ratio is the peer's"
                    + " time by Soma's, so that above 1 Soma is the faster.",
            "soma bench --jmh [ARGUMENTS] runs the same works under JMH."
        },
        mixinStandardHelpOptions = true)
public final class Main implements Callable<Integer> {
    private static final Pattern OPENCL = Pattern.compile("opencl(?::(.+))?");

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            defaultValue = "vector",
            description = "a device such as vector, cuda or opencl, or DEVICE:WHICH (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String deviceName;

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

    @Option(names = "--full", description = "beside PyTorch: the convolutions of all stages of a residual network too")
    private boolean full;

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
        try (Pairing<?> pairing = pairing()) {
            return report(pairing);
        }
    }

    private Pairing<?> pairing() {
        require(!deviceName.endsWith(":"), "--device is " + deviceName + ", expected which one after the colon");
        Matcher openCl = OPENCL.matcher(deviceName);
        try {
            if (openCl.matches()) {
                require(threads == 0, "--threads is " + threads + ", expected 0: an OpenCL driver has its own threads");
                return Pairing.openClByHand(Objects.requireNonNullElse(openCl.group(1), ""));
            }
            return Pairing.besidePyTorch(deviceName, threads, full ? Works.full() : Works.usual());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--device " + deviceName + ": " + e.getMessage(), e);
        }
    }

    private <P> int report(Pairing<P> pairing) throws IOException {
        List<Work<P>> works = pairing.works().stream()
                .filter(work -> only.matcher(work.name()).find())
                .toList();
        require(!works.isEmpty(), "--only " + only + " leaves no work");
        Machine machine = Machine.here();
        String soma = pairing.device().description();
        PrintWriter log = spec.commandLine().getErr();
        log.printf(
                Locale.ROOT,
                "%s, %d processors, load %.1f; Soma: %s; %s: %s%n",
                machine.processor(),
                machine.processors(),
                machine.load(),
                soma,
                pairing.peerName(),
                pairing.peerState());
        Comparison<P> comparison = new Comparison<>(pairing.device(), pairing.peer(), seconds, rounds);
        List<Comparison.Row> rows = new ArrayList<>();
        for (Work<P> work : works) {
            log.println(work.name());
            log.flush();
            rows.add(comparison.of(work));
        }
        Results results = new Results(machine, pairing.threads(), soma, pairing.peerName(), pairing.peerState(), rows);
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
