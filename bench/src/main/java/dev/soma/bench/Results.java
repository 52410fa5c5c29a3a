package dev.soma.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.soma.layers.io.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
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
 * @param peerName what Soma is measured beside
 * @param peer the peer's version, or why there is none
 * @param rows the works
 */
record Results(Machine machine, int threads, String soma, String peerName, String peer, List<Comparison.Row> rows) {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final int COLUMNS = 4;

    /** Shorter times are told in microseconds. */
    private static final double LEAST_MILLISECONDS = 0.1;

    /** The table, a line each. */
    List<String> table() {
        List<List<String>> cells = new ArrayList<>();
        cells.add(List.of("work", "Soma", peerName, "ratio (min..max)"));
        rows.forEach(row -> cells.add(cells(row)));
        int[] widths = new int[COLUMNS];
        for (List<String> line : cells) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], line.get(column).length());
            }
        }
        return cells.stream().map(line -> pad(line, widths)).toList();
    }

    private List<String> cells(Comparison.Row row) {
        Agreement agreement = row.agreement();
        String other = !row.peer().isEmpty()
                ? speed(row.flops(), row.peer())
                : agreement == null ? peer : "not compared: " + agreement.problem();
        String ratio = row.ratio()
                .map(value -> String.format(
                        Locale.ROOT, "%.2f (%.2f..%.2f)", value.median(), value.least(), value.greatest()))
                .orElse("");
        return List.of(row.work(), speed(row.flops(), row.soma()), other, ratio);
    }

    private static String speed(double flops, List<Comparison.Round> rounds) {
        double milliseconds = milliseconds(rounds);
        String time = milliseconds < LEAST_MILLISECONDS
                ? String.format(Locale.ROOT, "%.2f us", milliseconds * 1e3)
                : String.format(Locale.ROOT, "%.2f ms", milliseconds);
        return flops == 0 ? time : time + String.format(Locale.ROOT, ", %.1f GFLOP/s", flops / milliseconds * 1e-6);
    }

    /** Time of a side: the median over the rounds of the fastest call. */
    static double milliseconds(List<Comparison.Round> rounds) {
        double[] times =
                rounds.stream().mapToDouble(Comparison.Round::fastest).sorted().toArray();
        return times[times.length / 2];
    }

    private static String pad(List<String> line, int... widths) {
        StringBuilder padded = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = line.get(column);
            padded.append(column == 0 ? "" : " | ").append(cell).repeat(' ', widths[column] - cell.length());
        }
        return padded.toString().stripTrailing();
    }

    /** Writes everything as JSON. */
    void writeJson(Path file) throws IOException {
        List<Map<String, Object>> works = new ArrayList<>();
        for (Comparison.Row row : rows) {
            Map<String, Object> work = new LinkedHashMap<>();
            work.put("work", row.work());
            work.put("flops", row.flops());
            work.put("soma", row.soma());
            work.put("peer", row.peer());
            row.ratio().ifPresent(ratio -> work.put("ratio", ratio));
            if (row.agreement() != null) {
                work.put("agreement", row.agreement());
            }
            works.add(work);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("machine", machine);
        all.put("threads", threads);
        all.put("soma", soma);
        all.put("peerName", peerName);
        all.put("peer", peer);
        all.put("works", works);
        byte[] json = MAPPER.writeValueAsBytes(all);
        AtomicFile.write(file, channel -> channel.write(ByteBuffer.wrap(json)));
    }
}
