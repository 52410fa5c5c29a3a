package dev.soma.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartTest {
    private static final int BELOW_AIM = 0xd2601a;
    private static final int RATIO = 0x1f5fa8;
    private static final int AIM = 0x2e8b3d;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @BeforeAll
    static void drawOnNoScreen() {
        System.setProperty("java.awt.headless", "true");
    }

    private static Row row(double aim, List<Comparison.Round> peer) {
        return new Row("a work", "PyTorch", 0, aim, List.of(new Comparison.Round(1, 1, 3)), peer, null);
    }

    private static Row rowOf(double ratio, double aim) {
        return row(aim, List.of(new Comparison.Round(ratio, ratio, 3)));
    }

    private Path draw(Row... rows) throws IOException {
        Path file = folder.resolve("bench.png");
        Machine machine = new Machine("a processor", 2, "an OS", "25", 0.5);
        Chart.write(file, new Results(machine, 2, "Vector API", Map.of("PyTorch", "2.7.1"), List.of(rows)));
        return file;
    }

    /** Pixels of a colour, without the legend, whose dots and aim are at the bottom. */
    private static long count(BufferedImage image, int color) {
        int legend = 48;
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight() - legend, null, 0, image.getWidth());
        return Arrays.stream(pixels)
                .filter(pixel -> (pixel & 0xffffff) == color)
                .count();
    }

    @Test
    void ratiosBelowTheirAimHaveAnotherColour() throws IOException {
        BufferedImage met = ImageIO.read(draw(rowOf(3, 2)).toFile());
        assertTrue(count(met, RATIO) > 0 && count(met, AIM) > 0);
        assertEquals(0, count(met, BELOW_AIM));
        BufferedImage missed = ImageIO.read(draw(rowOf(1.5, 2)).toFile());
        assertEquals(0, count(missed, RATIO));
        assertTrue(count(missed, BELOW_AIM) > 0);
    }

    @Test
    void whatHasNoAimShowsNone() throws IOException {
        BufferedImage image = ImageIO.read(draw(rowOf(0.5, 0)).toFile());
        assertEquals(0, count(image, AIM) + count(image, BELOW_AIM));
        assertTrue(count(image, RATIO) > 0);
    }

    @Test
    void thePictureGrowsWithTheWorks() throws IOException {
        int one = ImageIO.read(draw(rowOf(3, 2)).toFile()).getHeight();
        int three = ImageIO.read(draw(rowOf(3, 2), rowOf(4, 0), rowOf(100, 0)).toFile())
                .getHeight();
        assertEquals(2 * 24, three - one);
    }

    @Test
    void withoutAPeerThereIsNoPicture() throws IOException {
        assertFalse(Files.exists(draw(row(2, List.of()))));
    }

    @Test
    void theAxisReachesFromBelowToAbove() {
        LogAxis axis = LogAxis.around(DoubleStream.of(0.3, 17));
        assertEquals(List.of(0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0), axis.ticks());
        assertEquals(0, axis.place(0.2, 1000));
        assertEquals(1000, axis.place(20, 1000));
        assertEquals(500, axis.place(2, 1000), "2 is as far from 0.2 as from 20");
        assertEquals("0.2", LogAxis.text(0.2));
        assertEquals("100", LogAxis.text(100));
    }

    @Test
    void oneIsOnEveryAxis() {
        assertEquals(List.of(1.0, 2.0), LogAxis.around(DoubleStream.of(1)).ticks());
        assertEquals(List.of(1.0, 2.0, 5.0), LogAxis.around(DoubleStream.of(4)).ticks());
        assertEquals(List.of(0.5, 1.0), LogAxis.around(DoubleStream.of(0.7)).ticks());
    }
}
