package dev.soma.app;

import dev.soma.layers.train.FoldReport;

/** A {@link FoldReport} for people. */
final class FoldLines {
    private FoldLines() {}

    static void print(FoldReport fold, Report report) {
        report.line("fold, over %,d test samples:", fold.samples());
        line(report, "as trained", fold.original());
        line(report, "MPBN in the thresholds", fold.thresholds());
        line(report, "and BN in the convolutions", fold.folded());
        report.line("  spikes that differ, by layer of neurons:");
        for (FoldReport.LayerDifference layer : fold.layers()) {
            report.line(
                    "    layer %-12s %d with MPBN in the thresholds, %d with BN in the convolutions too",
                    layer.path(), layer.thresholds(), layer.folded());
        }
    }

    private static void line(Report report, String form, FoldReport.Form result) {
        report.line(
                "  %-28s accuracy %.2f %%, %d predictions differ, %.3f s",
                form, 100 * result.accuracy(), result.differingPredictions(), result.seconds());
    }
}
