package dev.soma.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
    private static final Machine MACHINE = new Machine("a processor", 2, "an OS", "25", 0.5);
    private static final List<Comparison.Round> SOMA = rounds(2, 4, 3);
    private static final List<Comparison.Round> PYTORCH = rounds(4, 4, 9);
    private static final Comparison.Row BOTH =
            new Comparison.Row("a work", 6e6, SOMA, PYTORCH, new Agreement(10, 0, ""));

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private static List<Comparison.Round> rounds(double first, double second, double third) {
        return List.of(
                new Comparison.Round(first, first + 1, 5),
                new Comparison.Round(second, second + 1, 5),
                new Comparison.Round(third, third + 1, 5));
    }

    @BeforeAll
    static void drawOnNoScreen() {
        System.setProperty("java.awt.headless", "true");
    }

    @Test
    void theTableShowsTimesAndRatios() {
        assertEquals(
                List.of(
                        "work   | Soma                 | PyTorch              | ratio (min..max)",
                        "a work | 3.00 ms, 2.0 GFLOP/s | 4.00 ms, 1.5 GFLOP/s | 2.00 (1.00..3.00)"),
                results("2.7.1", BOTH).table());
    }

    @Test
    void withoutPyTorchTheTableSaysWhy() {
        Comparison.Row alone = new Comparison.Row("a work", 0, SOMA, List.of(), null);
        assertEquals(
                List.of(
                        "work   | Soma    | PyTorch            | ratio (min..max)",
                        "a work | 3.00 ms | not usable: reason |"),
                results("not usable: reason", alone).table());
    }

    @Test
    void differentResultsAreNotCompared() {
        Agreement agreement = Agreement.of(
                Map.of("y", new float[] {1, 2, Float.NaN}),
                Map.of("y", new float[] {1, 2.1f, 3}),
                new Agreement.Tolerance(1e-3, 0, 0));
        assertEquals(new Agreement(3, 2, "2 of 3 values of y differ"), agreement);
        assertFalse(agreement.holds());
        Comparison.Row apart = new Comparison.Row("a work", 0, SOMA, List.of(), agreement);
        assertTrue(results("2.7.1", apart).table().getLast().contains("not compared: 2 of 3 values of y differ"));
    }

    @Test
    void theSameBitsAreAskedFor() {
        Agreement agreement = Agreement.of(
                Map.of("y", new float[] {0f, Float.NaN, 1}),
                Map.of("y", new float[] {-0f, Float.NaN, 1}),
                Agreement.Tolerance.SAME_BITS);
        assertEquals("1 of 3 values of y differ", agreement.problem());
    }

    @Test
    void shortTimesAreToldInMicroseconds() {
        List<Comparison.Round> microseconds = List.of(new Comparison.Round(0.0123, 0.02, 100));
        Comparison.Row row = new Comparison.Row("a work", 0, microseconds, List.of(), null);
        assertTrue(results("2.7.1", row).table().getLast().contains("12.30 us"));
    }

    @Test
    void aFewMayDifferWhereThatIsAllowed() {
        float[] mine = {1, 0, 1};
        float[] theirs = {1, 1, 1};
        Agreement.Tolerance third = new Agreement.Tolerance(0, 0, 0.34);
        assertTrue(Agreement.of(Map.of("s", mine), Map.of("s", theirs), third).holds());
        assertFalse(Agreement.of(Map.of("s", mine), Map.of("t", theirs), third).holds());
        assertFalse(Agreement.of(Map.of("s", mine), Map.of("s", new float[2]), third)
                .holds());
    }

    @Test
    void everythingIsWritten() throws IOException {
        Results results = results("2.7.1", BOTH);
        results.writeJson(folder.resolve("bench.json"));
        JsonNode json = new ObjectMapper().readTree(folder.resolve("bench.json").toFile());
        JsonNode work = json.get("works").get(0);
        assertEquals("a work", work.get("work").asText());
        assertEquals(4, work.get("soma").get(1).get("fastest").asDouble());
        assertEquals(3, work.get("ratio").get("greatest").asDouble());
        assertEquals(10, work.get("agreement").get("values").asInt());
        Chart.write(folder.resolve("bench.png"), results);
        assertTrue(ImageIO.read(folder.resolve("bench.png").toFile()).getWidth() > 0);
    }

    @Test
    void withoutAPeerThereIsNoPicture() throws IOException {
        Comparison.Row alone = new Comparison.Row("a work", 0, SOMA, List.of(), null);
        Chart.write(folder.resolve("bench.png"), results("not usable", alone));
        assertFalse(Files.exists(folder.resolve("bench.png")));
    }

    private static Results results(String pyTorch, Comparison.Row row) {
        return new Results(MACHINE, 2, "Vector API", "PyTorch", pyTorch, List.of(row));
    }
}
