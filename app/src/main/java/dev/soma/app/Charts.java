package dev.soma.app;

import dev.soma.layers.io.AtomicFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The pictures of a run. */
final class Charts {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 540;

    private Charts() {}

    /** {@code loss.png}, {@code accuracy.png} and {@code firing-rates.png}. */
    static void write(Path folder, History history) throws IOException {
        Map<String, ToDoubleFunction<History.Row>> loss = new LinkedHashMap<>();
        loss.put("training", History.Row::trainLoss);
        loss.put("test", History.Row::testLoss);
        save(folder.resolve("loss.png"), curves("Loss", "cross-entropy", history, loss));
        Map<String, ToDoubleFunction<History.Row>> accuracy = new LinkedHashMap<>();
        accuracy.put("training", row -> 100 * row.trainAccuracy());
        accuracy.put("test", row -> 100 * row.testAccuracy());
        save(folder.resolve("accuracy.png"), curves("Accuracy", "%", history, accuracy));
        Map<String, ToDoubleFunction<History.Row>> rates = new LinkedHashMap<>();
        for (String layer : history.last().firingRates().keySet()) {
            rates.put("layer " + layer, row -> 100 * row.firingRates().getOrDefault(layer, Double.NaN));
        }
        save(
                folder.resolve("firing-rates.png"),
                curves("Neurons that fire at a step, on the test samples", "%", history, rates));
    }

    /**
     * {@code thresholds.png}: for each layer of neurons the thresholds of its channels or elements.
     *
     * @param vTh threshold before the fold, the same everywhere
     * @param thresholds finite thresholds after the fold, of the potential that is not normalised, by layer
     */
    static void writeThresholds(Path folder, double vTh, Map<String, double[]> thresholds) throws IOException {
        XYChart chart = chart("Firing thresholds before and after the fold", "layer of neurons", "membrane potential");
        chart.getStyler().setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
        chart.getStyler().setMarkerSize(4);
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        int number = 1;
        for (double[] layer : thresholds.values()) {
            for (int i = 0; i < layer.length; i++) {
                // spread over a column, so that equal thresholds can be told apart
                x.add(number - 0.3 + 0.6 * (i + 0.5) / layer.length);
                y.add(layer[i]);
            }
            number++;
        }
        if (!y.isEmpty()) {
            chart.addSeries("after", x, y).setMarker(SeriesMarkers.CIRCLE);
        }
        chart.addSeries("before", new double[] {0.5, number - 0.5}, new double[] {vTh, vTh})
                .setXYSeriesRenderStyle(XYSeriesRenderStyle.Line)
                .setMarker(SeriesMarkers.NONE);
        save(folder.resolve("thresholds.png"), chart);
    }

    private static XYChart curves(
            String title, String unit, History history, Map<String, ToDoubleFunction<History.Row>> series) {
        XYChart chart = chart(title, "epoch", unit);
        double[] epochs =
                history.rows().stream().mapToDouble(History.Row::epoch).toArray();
        series.forEach((name, value) -> chart.addSeries(
                        name, epochs, history.rows().stream().mapToDouble(value).toArray())
                .setMarker(SeriesMarkers.CIRCLE));
        return chart;
    }

    private static XYChart chart(String title, String x, String y) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(x)
                .yAxisTitle(y)
                .build();
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
        chart.getStyler().setMarkerSize(6);
        return chart;
    }

    private static void save(Path file, XYChart chart) throws IOException {
        BufferedImage image = BitmapEncoder.getBufferedImage(chart);
        AtomicFile.write(file, channel -> ImageIO.write(image, "png", Channels.newOutputStream(channel)));
    }
}
