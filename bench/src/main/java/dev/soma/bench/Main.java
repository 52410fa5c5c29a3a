package dev.soma.bench;

import dev.soma.runtime.DeviceException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
                    + " OpenCL C and calls of the driver written by hand, which must give the same bits; 'tornado' for what"
                    + " TornadoVM makes of the kernels beside what Soma makes, on the device's clock; all others beside"
                    + " PyTorch on the processor, 'vector' with the same number of threads.",
            "A side's time is that of its fastest call in a round, the median over the rounds; the ratio is the peer's"
                    + " time by Soma's, so that above 1 Soma is the faster.",
            "soma bench --jmh [ARGUMENTS] runs the same works under JMH."
        },
        mixinStandardHelpOptions = true)
public final class Main implements Callable<Integer> {
    private static final Pattern KERNELS = Pattern.compile("(opencl|tornado)(?::(.+))?");
    private static final String JMH = "--jmh";
    private static final String ND4J = "--nd4j";

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
            defaultValue = "1",
            description = "seconds a side gets in each round (default: ${DEFAULT-VALUE})")
    private double seconds;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "rounds, after one to warm up (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--full",
            description =
                    "also VGG-16, and the convolutions and neurons of ResNet-20 and VGG-16 in all their shapes, with 5,"
                            + " 15 and 30 %% of spikes: about half an hour")
    private boolean full;

    @Option(
            names = ND4J,
            description = "also the convolutions beside ND4J, which is downloaded (130 MB) the first time")
    private boolean besideNd4j;

    @Option(
            names = "--python",
            paramLabel = "PATH",
            description =
                    "also ResNet-20 beside SpikingJelly, run by this Python, where torch and spikingjelly are installed")
    private @Nullable String python;

    @Option(names = "--out", paramLabel = "FOLDER", description = "writes bench.json and bench.png into this folder")
    private @Nullable Path out;

    @Option(
            names = "--only",
            paramLabel = "REGEX",
            defaultValue = "",
            description = "only works where this is found in 'WORK beside PEER'")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Pattern only;

    @Option(
            names = "--markdown",
            paramLabel = "JSON",
            arity = "1..*",
            description =
                    "measures nothing: prints the table of one or more bench.json as Markdown; later ones replace works of"
                            + " earlier ones")
    private List<Path> written = new ArrayList<>();

    private Main() {}

    /** Runs the benchmarks and exits with 0 for success, 1 for failure, 2 for wrong usage. */
    public static void main(String[] arguments) throws IOException {
        // pictures are drawn to files, never on a screen
        System.setProperty("java.awt.headless", "true");
        List<String> words = new ArrayList<>(Arrays.asList(arguments));
        if (words.contains(JMH)) {
            words.removeAll(List.of(JMH, ND4J));
            org.openjdk.jmh.Main.main(words.toArray(String[]::new));
        } else {
            System.exit(run(arguments));
        }
    }

    /** Runs the benchmarks and gives the exit code. */
    static int run(String... arguments) {
        CommandLine command = new CommandLine(new Main());
        command.setExecutionExceptionHandler((exception, failed, parsed) -> {
            boolean explained = exception instanceof DeviceException
                    || exception instanceof UnavailableException
                    || exception instanceof IOException;
            failed.getErr()
                    .println("soma: " + (explained ? exception.getMessage() : "unexpected failure: " + exception));
            return ExitCode.SOFTWARE;
        });
        return command.execute(arguments);
    }

    @Override
    public Integer call() throws IOException, UnavailableException {
        if (!written.isEmpty()) {
            return printMarkdown();
        }
        require(threads >= 0, "--threads is " + threads + ", expected 0 (all processors) or more");
        require(seconds >= 0, "--seconds is " + seconds + ", expected at least 0");
        require(rounds >= 1, "--rounds is " + rounds + ", expected at least 1");
        List<Pairing<?>> pairings = new ArrayList<>();
        try {
            open(pairings);
            return report(pairings);
        } finally {
            pairings.forEach(Pairing::close);
        }
    }

    private Integer printMarkdown() throws IOException {
        List<Results> runs = new ArrayList<>();
        for (Path file : written) {
            runs.add(Results.readJson(file));
        }
        try {
            Results joined = Results.joined(runs);
            PrintWriter text = spec.commandLine().getOut();
            text.println(joined.title());
            text.println();
            joined.table().markdown().forEach(text::println);
            text.flush();
            write(joined);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--markdown: " + e.getMessage(), e);
        }
        return ExitCode.OK;
    }

    /** Opens what was asked for, all of it before the first measurement. */
    private void open(List<Pairing<?>> pairings) throws UnavailableException {
        require(!deviceName.endsWith(":"), "--device is " + deviceName + ", expected which one after the colon");
        Matcher kernels = KERNELS.matcher(deviceName);
        try {
            if (kernels.matches()) {
                require(threads == 0, "--threads is " + threads + ", expected 0: an OpenCL driver has its own threads");
                require(
                        !besideNd4j && python == null,
                        "--nd4j and --python are not for the device " + kernels.group(1));
                String select = Objects.requireNonNullElse(kernels.group(2), "");
                boolean tornado = kernels.group(1).equals("tornado");
                Pairing<?> pairing = tornado ? Pairing.besideTornado(select) : Pairing.openClByHand(select);
                add(pairings, pairing);
                return;
            }
            add(pairings, Pairing.besidePyTorch(deviceName, threads, full ? Works.full() : Works.usual()));
            if (besideNd4j) {
                List<Work<Nd4jCpu>> works = full ? Works.fullBesideNd4j() : Works.usualBesideNd4j();
                add(pairings, Pairing.besideNd4j(deviceName, threads, works));
            }
            if (python != null) {
                add(pairings, Pairing.besideSpikingJelly(deviceName, threads, python, Works.besideSpikingJelly()));
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--device " + deviceName + ": " + e.getMessage(), e);
        }
    }

    private <P> void add(List<Pairing<?>> pairings, Pairing<P> pairing) {
        pairings.add(pairing.withWorks(pairing.works().stream()
                .filter(work -> only.matcher(work.name() + " beside " + pairing.peerName())
                        .find())
                .toList()));
    }

    private int report(List<Pairing<?>> pairings) throws IOException {
        require(
                pairings.stream().anyMatch(pairing -> !pairing.works().isEmpty()),
                "--only " + only + " leaves no work");
        Pairing<?> first = pairings.getFirst();
        Map<String, String> peers = new LinkedHashMap<>();
        pairings.stream()
                .filter(pairing -> !pairing.works().isEmpty())
                .forEach(pairing -> peers.put(pairing.peerName(), pairing.peerState()));
        List<Row> rows = new ArrayList<>();
        Results results =
                new Results(Machine.here(), first.threads(), first.device().description(), peers, rows);
        spec.commandLine().getErr().println(results.title());
        pairings.forEach(pairing -> measure(pairing, rows));
        PrintWriter table = spec.commandLine().getOut();
        results.table().plain().forEach(table::println);
        table.flush();
        write(results);
        boolean agree = rows.stream().map(Row::agreement).allMatch(a -> a == null || a.holds());
        return agree ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private <P> void measure(Pairing<P> pairing, List<Row> rows) {
        PrintWriter log = spec.commandLine().getErr();
        Comparison<P> comparison = Comparison.of(pairing, seconds, rounds);
        for (Work<P> work : pairing.works()) {
            log.println(work.name() + " beside " + pairing.peerName());
            log.flush();
            rows.add(comparison.measure(work));
        }
    }

    private void write(Results results) throws IOException {
        if (out != null) {
            results.writeJson(out.resolve("bench.json"));
            Chart.write(out.resolve("bench.png"), results);
        }
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
