package dev.soma.runtime.roofline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was measured, as a table for programs (CSV) and one for people (markdown). */
final class Report {
    private static final String CSV_HEAD =
            "work,kernel,launches,warp_instructions,instructions_per_warp,divergent_branches,bank_conflicts,"
                    + "sectors_read,sectors_written,sectors_read_by_warps,sectors_written_by_warps,"
                    + "least_bytes_read,least_bytes_written,moved_by_least,asked_by_least,flops,"
                    + "predicted_h100_microseconds,bound,issue_of_ptx_h100_microseconds";
    private static final String TABLE_HEAD = """
            # Traffic and roofline of the kernels

            Counted by running the kernels' PTX on a simulator. The times are **predicted, not measured**: of the bytes moved by 3.35 TB/s
            and the flops by 67 TFLOP/s the longer (an H100's roofline), for {images} images (4 steps of a batch of 128): everything that was
            counted for fewer images is scaled up, parameters too. The start of a launch, caches that are too small and latencies
            are left out.

            - moved: 32-byte sectors that a launch reads or writes, each once, by the least possible bytes;
            - asked: the same, each time that a warp asks for it; the repetitions are what L1 and L2 serve;
            - divergent: branches at which the lanes of a warp part, of all;
            - issue: the time to issue the warps' PTX instructions, 132 x 4 a cycle at 1.7 GHz. NVIDIA's assembler folds the computation of
              addresses, so its own are fewer; where this is the longer time, instructions and not memory may be the limit.

            | work | kernel | launches | instructions a warp | divergent | bank conflicts | least bytes | moved | asked | flops a byte | predicted on an H100 | bound by | issue |
            |---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|--:|
            """;

    private Report() {}

    /** Writes {@code roofline.csv} and {@code roofline.md} to the folder. */
    static void write(List<Measured> all, Path folder) throws IOException {
        Files.createDirectories(folder);
        List<String> csv = new ArrayList<>(List.of(CSV_HEAD));
        List<String> table = new ArrayList<>(List.of(TABLE_HEAD
                .replace("{images}", Integer.toString(Works.SCALED_IMAGES))
                .stripTrailing()));
        for (Measured measured : all) {
            csv.add(csv(measured));
            table.add(row(measured));
        }
        Files.write(folder.resolve("roofline.csv"), csv);
        Files.write(folder.resolve("roofline.md"), table);
    }

    private static String csv(Measured it) {
        Gpu.Prediction prediction = it.predict(Gpu.H100);
        return String.format(
                Locale.ROOT,
                "\"%s\",%s,%d,%d,%.1f,%d,%d,%d,%d,%d,%d,%d,%d,%.4f,%.4f,%d,%.3f,%s,%.3f",
                it.work(),
                it.kernel(),
                it.launches(),
                it.warpInstructions(),
                it.instructionsPerWarp(),
                it.divergentBranches(),
                it.bankConflicts(),
                it.memory().uniqueSectorsRead(),
                it.memory().uniqueSectorsWritten(),
                it.memory().sectorsRead(),
                it.memory().sectorsWritten(),
                it.least().readBytes(),
                it.least().writtenBytes(),
                it.moved(),
                it.asked(),
                it.least().flops(),
                prediction.seconds() * 1e6,
                prediction.bound().name().toLowerCase(Locale.ROOT),
                it.issueSeconds(Gpu.H100) * 1e6);
    }

    private static String row(Measured it) {
        Gpu.Prediction prediction = it.predict(Gpu.H100);
        return String.format(
                Locale.ROOT,
                "| %s | `%s` | %d | %,.0f | %.1f %% | %d | %,d | %.2f | %.2f | %.2f | %.1f us | %s | %.1f us |",
                it.work(),
                it.kernel(),
                it.launches(),
                it.instructionsPerWarp(),
                100 * it.divergence(),
                it.bankConflicts(),
                it.least().bytes(),
                it.moved(),
                it.asked(),
                (double) it.least().flops() / it.least().bytes(),
                prediction.seconds() * 1e6,
                prediction.bound().name().toLowerCase(Locale.ROOT),
                it.issueSeconds(Gpu.H100) * 1e6);
    }
}
