package dev.soma.bench;

import dev.soma.layers.io.AtomicFile;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import javax.imageio.ImageIO;

/** The picture of a run: a line a work with its ratio, the spread of it, and what is aimed at, on a logarithmic axis. */
final class Chart {
    private static final int ROW = 24;
    private static final int PAD = 16;
    private static final int PLOT = 520;
    private static final int DOT = 9;
    private static final int AIM_HEIGHT = 17;
    private static final int TEXT_DROP = 5;

    private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 17);
    private static final Color INK = new Color(0x222222);
    private static final Color FAINT = new Color(0xe2e2e2);
    private static final Color SPREAD = new Color(0x9ec5e8);
    private static final Color RATIO = new Color(0x1f5fa8);
    private static final Color BELOW = new Color(0xd2601a);
    private static final Color AIM = new Color(0x2e8b3d);

    private final Results results;
    private final List<Line> lines;
    private final LogAxis axis;
    private final List<String> header;

    /** A work that both sides did. */
    private record Line(Row row, Ratio ratio) {
        String label() {
            return row.work() + "  (" + row.peerName() + ")";
        }

        boolean isBelowAim() {
            return ratio.median() < row.aim();
        }
    }

    private Chart(Results results, List<Line> lines) {
        this.results = results;
        this.lines = lines;
        this.axis = LogAxis.around(lines.stream()
                .flatMapToDouble(line -> DoubleStream.of(
                        line.ratio().least(),
                        line.ratio().greatest(),
                        line.row().aim() == 0 ? 1 : line.row().aim())));
        this.header = List.of(results.title().split("; "));
    }

    /** Draws the works that both sides did; without any, writes nothing. */
    static void write(Path file, Results results) throws IOException {
        List<Line> lines = results.rows().stream()
                .flatMap(row -> row.ratio().map(ratio -> new Line(row, ratio)).stream())
                .toList();
        if (!lines.isEmpty()) {
            BufferedImage image = new Chart(results, lines).draw();
            AtomicFile.write(file, channel -> ImageIO.write(image, "png", Channels.newOutputStream(channel)));
        }
    }

    private BufferedImage draw() {
        FontMetrics metrics = metrics();
        int labels = lines.stream()
                .mapToInt(line -> metrics.stringWidth(line.label()))
                .max()
                .orElse(0);
        int numbers = lines.stream()
                .mapToInt(line -> metrics.stringWidth(numbers(line)))
                .max()
                .orElse(0);
        int left = PAD + labels + PAD;
        int top = PAD + (header.size() + 2) * ROW;
        int bottom = top + lines.size() * ROW;
        BufferedImage image = new BufferedImage(
                left + PLOT + PAD + numbers + PAD, bottom + 2 * ROW + PAD, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        drawHeader(graphics);
        drawAxis(graphics, left, top, bottom);
        for (int i = 0; i < lines.size(); i++) {
            drawLine(graphics, lines.get(i), left, top + i * ROW + ROW / 2);
        }
        drawLegend(graphics, left, bottom + ROW + ROW / 2);
        graphics.dispose();
        return image;
    }

    private static FontMetrics metrics() {
        Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        try {
            return graphics.getFontMetrics(TEXT);
        } finally {
            graphics.dispose();
        }
    }

    private void drawHeader(Graphics2D graphics) {
        graphics.setColor(INK);
        graphics.setFont(TITLE);
        graphics.drawString("How many times as fast as its peer Soma is", PAD, PAD + ROW / 2 + TEXT_DROP);
        graphics.setFont(TEXT);
        for (int i = 0; i < header.size(); i++) {
            graphics.drawString(header.get(i), PAD, PAD + (i + 1) * ROW + ROW / 2 + TEXT_DROP);
        }
    }

    private void drawAxis(Graphics2D graphics, int left, int top, int bottom) {
        for (double tick : axis.ticks()) {
            int x = left + axis.place(tick, PLOT);
            graphics.setColor(tick == 1 ? INK : FAINT);
            graphics.drawLine(x, top, x, bottom);
            graphics.setColor(INK);
            String text = LogAxis.text(tick);
            graphics.drawString(text, x - graphics.getFontMetrics().stringWidth(text) / 2, bottom + ROW - TEXT_DROP);
        }
    }

    private void drawLine(Graphics2D graphics, Line line, int left, int y) {
        Ratio ratio = line.ratio();
        graphics.setColor(INK);
        int width = graphics.getFontMetrics().stringWidth(line.label());
        graphics.drawString(line.label(), left - PAD - width, y + TEXT_DROP);
        graphics.drawString(numbers(line), left + PLOT + PAD, y + TEXT_DROP);
        int from = left + axis.place(ratio.least(), PLOT);
        int to = left + axis.place(ratio.greatest(), PLOT);
        graphics.setColor(SPREAD);
        graphics.fillRect(from, y - 3, Math.max(to - from, 1), 6);
        if (line.row().aim() > 0) {
            drawAim(graphics, left + axis.place(line.row().aim(), PLOT), y);
        }
        drawDot(graphics, line.isBelowAim() ? BELOW : RATIO, left + axis.place(ratio.median(), PLOT), y);
    }

    private static void drawAim(Graphics2D graphics, int x, int y) {
        graphics.setColor(AIM);
        graphics.fillRect(x - 1, y - AIM_HEIGHT / 2, 3, AIM_HEIGHT);
    }

    private static void drawDot(Graphics2D graphics, Color color, int x, int y) {
        graphics.setColor(color);
        graphics.fillOval(x - DOT / 2, y - DOT / 2, DOT, DOT);
    }

    private static String numbers(Line line) {
        double aim = line.row().aim();
        return line.ratio()
                + Optional.of(aim)
                        .filter(value -> value > 0)
                        .map(value -> ", aim " + Ratio.number(value))
                        .orElse("");
    }

    private void drawLegend(Graphics2D graphics, int left, int y) {
        int x = left;
        drawDot(graphics, RATIO, x, y);
        x = drawText(graphics, "median of the rounds", x + DOT, y);
        drawDot(graphics, BELOW, x, y);
        x = drawText(graphics, "below the aim", x + DOT, y);
        graphics.setColor(SPREAD);
        graphics.fillRect(x - DOT / 2, y - 3, 2 * DOT, 6);
        x = drawText(graphics, "least to greatest", x + 2 * DOT, y);
        if (results.rows().stream().anyMatch(row -> row.aim() > 0)) {
            drawAim(graphics, x, y);
            drawText(graphics, "aim", x + DOT, y);
        }
    }

    /** The place after it. */
    private static int drawText(Graphics2D graphics, String text, int x, int y) {
        graphics.setColor(INK);
        graphics.drawString(text, x, y + TEXT_DROP);
        return x + graphics.getFontMetrics().stringWidth(text) + 2 * PAD;
    }
}
