package dev.soma.bench;

import dev.soma.layers.io.AtomicFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** The picture of a run: both sides' times as bars. */
final class Chart {
    private static final int WIDTH = 1100;
    private static final int HEIGHT = 640;
    private static final int LABEL_ANGLE = 30;

    private Chart() {}

    /** Draws the works that both sides did. */
    static void write(Path file, Results results) throws IOException {
        List<Comparison.Row> rows =
                results.rows().stream().filter(row -> !row.peer().isEmpty()).toList();
        if (rows.isEmpty()) {
            return;
        }
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title("Soma and " + results.peerName() + " " + results.peer() + ", "
                        + (results.threads() == 0 ? "" : results.threads() + " threads, ")
                        + results.machine().processor())
                .yAxisTitle("milliseconds, logarithmic")
                .build();
        double least = rows.stream()
                .flatMap(row -> Stream.of(row.soma(), row.peer()))
                .mapToDouble(Results::milliseconds)
                .min()
                .orElse(1);
        chart.getStyler().setYAxisLogarithmic(true);
        // bars start at 0 by default, which no logarithm has
        chart.getStyler().setYAxisMin(Math.pow(10, Math.floor(Math.log10(least))));
        chart.getStyler().setXAxisLabelRotation(LABEL_ANGLE);
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
        List<String> names = rows.stream().map(Comparison.Row::work).toList();
        chart.addSeries(
                "Soma",
                names,
                rows.stream().map(row -> Results.milliseconds(row.soma())).toList());
        chart.addSeries(
                results.peerName(),
                names,
                rows.stream().map(row -> Results.milliseconds(row.peer())).toList());
        BufferedImage image = BitmapEncoder.getBufferedImage(chart);
        AtomicFile.write(file, channel -> ImageIO.write(image, "png", Channels.newOutputStream(channel)));
    }
}
