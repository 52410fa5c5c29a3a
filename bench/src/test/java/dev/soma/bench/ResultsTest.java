package dev.soma.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.soma.layers.io.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultsTest {
    private static final Machine MACHINE = new Machine("a processor", 2, "an OS", "25", 0.5);
    private static final List<Comparison.Round> SOMA = rounds(2, 4, 3);
    private static final List<Comparison.Round> PYTORCH = rounds(4, 4, 9);
    private static final Row BOTH = new Row("a work", "PyTorch", 6e6, 1.3, SOMA, PYTORCH, new Agreement(10, 0, ""));

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private static List<Comparison.Round> rounds(double first, double second, double third) {
        return List.of(
                new Comparison.Round(first, first + 1, 5),
                new Comparison.Round(second, second + 1, 5),
                new Comparison.Round(third, third + 1, 5));
    }

    @Test
    void theTableShowsTimesAndRatios() {
        assertEquals(
                List.of(
                        "work   | Soma                 | peer    | its time             | ratio               | aim",
                        "a work | 3.00 ms, 2.0 GFLOP/s | PyTorch | 4.00 ms, 1.5 GFLOP/s | 2.00 (1.00 to 3.00) | 1.30"),
                results("2.7.1", BOTH).table().plain());
    }

    @Test
    void theTableIsToldInMarkdown() {
        Row bar = new Row("a | b", "PyTorch", 0, 0, SOMA, PYTORCH, null);
        assertEquals(
                List.of(
                        "| work | Soma | peer | its time | ratio | aim |",
                        "| --- | --- | --- | --- | --- | --- |",
                        "| a \\| b | 3.00 ms | PyTorch | 4.00 ms | 2.00 (1.00 to 3.00) |  |"),
                results("2.7.1", bar).table().markdown());
    }

    @Test
    void withoutPyTorchTheTableSaysWhy() {
        Row alone = new Row("a work", "PyTorch", 0, 0, SOMA, List.of(), null);
        assertEquals(
                List.of(
                        "work   | Soma    | peer    | its time           | ratio | aim",
                        "a work | 3.00 ms | PyTorch | not usable: reason |       |"),
                results("not usable: reason", alone).table().plain());
    }

    @Test
    void theTitleSaysWhereAndWhat() {
        assertEquals(
                "a processor, 2 threads each, Java 25, load 0.5 before; Soma: Vector API; PyTorch: 2.7.1",
                results("2.7.1", BOTH).title());
    }

    @Test
    void differentResultsAreNotCompared() {
        Agreement agreement = Agreement.of(
                Map.of("y", new float[] {1, 2, Float.NaN}),
                Map.of("y", new float[] {1, 2.1f, 3}),
                new Agreement.Tolerance(1e-3, 0, 0));
        assertEquals(new Agreement(3, 2, "2 of 3 values of y differ"), agreement);
        assertFalse(agreement.holds());
        Row apart = new Row("a work", "PyTorch", 0, 0, SOMA, List.of(), agreement);
        assertTrue(
                results("2.7.1", apart).table().plain().getLast().contains("not compared: 2 of 3 values of y differ"));
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
        Row row = new Row("a work", "PyTorch", 0, 0, microseconds, List.of(), null);
        assertTrue(results("2.7.1", row).table().plain().getLast().contains("12.30 us"));
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
        JsonNode work = json.get("rows").get(0);
        assertEquals("a work", work.get("work").asText());
        assertEquals(4, work.get("soma").get(1).get("fastest").asDouble());
        assertEquals(3, work.get("ratio").get("greatest").asDouble());
        assertEquals(10, work.get("agreement").get("values").asInt());
        assertEquals(results, Results.readJson(folder.resolve("bench.json")), "what is read is what was written");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[1]", "{\"rows\": 1}", "{\"machine\": null, \"rows\": []}"})
    void otherFilesAreRefused(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("other.json"), text);
        FormatException failure = assertThrows(FormatException.class, () -> Results.readJson(file));
        assertTrue(String.valueOf(failure.getMessage()).contains("expected what soma bench --out writes"));
    }

    @Test
    void runsAreJoinedAndLaterOnesReplaceEarlierOnes() {
        Row again = new Row("a work", "PyTorch", 6e6, 1.3, PYTORCH, PYTORCH, null);
        Row other = new Row("a work", "ND4J", 6e6, 0, SOMA, PYTORCH, null);
        Results joined = Results.joined(List.of(
                results("2.7.1", BOTH),
                results("2.7.1", again),
                new Results(MACHINE, 2, "Vector API", Map.of("ND4J", "1"), List.of(other))));
        assertEquals(List.of(again, other), joined.rows());
        assertEquals(Map.of("PyTorch", "2.7.1", "ND4J", "1"), joined.peers());
        Results elsewhere = new Results(MACHINE, 1, "Vector API", Map.of(), List.of());
        assertThrows(IllegalArgumentException.class, () -> Results.joined(List.of(results("2.7.1", BOTH), elsewhere)));
    }

    private static Results results(String pyTorch, Row row) {
        return new Results(MACHINE, 2, "Vector API", Map.of("PyTorch", pyTorch), List.of(row));
    }
}
