package dev.soma.bench;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.soma.layers.io.AtomicFile;
import dev.soma.layers.io.FormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run of the benchmarks gave.
 *
 * @param machine where
 * @param threads threads of each side; 0 if the device's driver decides
 * @param soma Soma's device, in words
 * @param peers by its name each peer's version, or why it is not usable
 * @param rows the works
 */
record Results(Machine machine, int threads, String soma, Map<String, String> peers, List<Row> rows) {
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private static final String ROWS = "rows";
    private static final String CURE = "expected what soma bench --out writes";

    /** Shorter times are told in microseconds. */
    private static final double LEAST_MILLISECONDS = 0.1;

    /** Where and on what it was measured, in one line. */
    String title() {
        StringBuilder title = new StringBuilder();
        title.append(machine.processor()).append(", ");
        title.append(threads == 0 ? "" : threads + (threads == 1 ? " thread" : " threads") + " each, ");
        title.append("Java ").append(machine.java());
        title.append(String.format(Locale.ROOT, ", load %.1f before; Soma: %s", machine.load(), soma));
        peers.forEach(
                (name, state) -> title.append("; ").append(name).append(": ").append(state));
        return title.toString();
    }

    /** The table; its first line are the headings. */
    Table table() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("work", "Soma", "peer", "its time", "ratio", "aim"));
        rows.forEach(row -> lines.add(cells(row)));
        return new Table(lines);
    }

    private List<String> cells(Row row) {
        Agreement agreement = row.agreement();
        String other = !row.peer().isEmpty()
                ? speed(row.flops(), row.peer())
                : agreement == null ? peers.getOrDefault(row.peerName(), "") : "not compared: " + agreement.problem();
        return List.of(
                row.work(),
                speed(row.flops(), row.soma()),
                row.peerName(),
                other,
                row.ratio().map(Ratio::toString).orElse(""),
                row.aim() == 0 ? "" : Ratio.number(row.aim()));
    }

    private static String speed(double flops, List<Comparison.Round> rounds) {
        double milliseconds = milliseconds(rounds);
        String time = milliseconds < LEAST_MILLISECONDS
                ? String.format(Locale.ROOT, "%.2f us", milliseconds * 1e3)
                : String.format(Locale.ROOT, "%.2f ms", milliseconds);
        return flops == 0 ? time : time + String.format(Locale.ROOT, ", %.1f GFLOP/s", flops / milliseconds * 1e-6);
    }

    /** Time of a side: the median over the rounds of the fastest call. */
    private static double milliseconds(List<Comparison.Round> rounds) {
        double[] times =
                rounds.stream().mapToDouble(Comparison.Round::fastest).sorted().toArray();
        return times[times.length / 2];
    }

    /** Writes everything as JSON, with the ratios. */
    void writeJson(Path file) throws IOException {
        ObjectNode all = MAPPER.valueToTree(this);
        ArrayNode works = all.withArray(ROWS);
        for (int i = 0; i < works.size(); i++) {
            ObjectNode work = (ObjectNode) works.get(i);
            rows.get(i).ratio().ifPresent(ratio -> work.putPOJO("ratio", ratio));
        }
        byte[] json = MAPPER.writeValueAsBytes(all);
        AtomicFile.write(file, channel -> channel.write(ByteBuffer.wrap(json)));
    }

    /**
     * Reads what {@link #writeJson} wrote.
     *
     * @throws FormatException if the file is none of those
     */
    static Results readJson(Path file) throws IOException {
        byte[] json = Files.readAllBytes(file);
        try {
            Results results = MAPPER.readValue(json, Results.class);
            results.requireAll(file);
            return results;
        } catch (JacksonException e) {
            throw new FormatException(file, e.getOriginalMessage(), CURE, e);
        }
    }

    @SuppressWarnings("ConstantValue") // what a file lacks is null, whatever the record says
    private void requireAll(Path file) throws FormatException {
        if (machine == null || soma == null || peers == null || rows == null) {
            throw new FormatException(file, "machine, soma, peers or rows are missing", CURE);
        }
    }

    /**
     * Several runs as one, of which a later one replaces the works of an earlier one: the first run's machine stands for all.
     *
     * @throws IllegalArgumentException if they were made on different machines, devices or numbers of threads
     */
    static Results joined(List<Results> runs) {
        Results first = runs.getFirst();
        Map<String, String> peers = new LinkedHashMap<>();
        Map<String, Row> rows = new LinkedHashMap<>();
        for (Results run : runs) {
            if (!run.place().equals(first.place())) {
                throw new IllegalArgumentException(
                        "runs of different kinds make no table: " + run.place() + " and " + first.place());
            }
            peers.putAll(run.peers());
            run.rows().forEach(row -> rows.put(row.work() + " beside " + row.peerName(), row));
        }
        return new Results(first.machine(), first.threads(), first.soma(), peers, List.copyOf(rows.values()));
    }

    private String place() {
        return soma + ", " + threads + " threads, on " + machine.processor() + ", Java " + machine.java();
    }
}
