package dev.soma.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.soma.layers.data.MnistSmall;
import dev.soma.layers.data.Normalization;
import dev.soma.layers.data.Split;
import dev.soma.layers.io.Npy;
import dev.soma.runtime.catalog.HostArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run from the command line, from training to prediction. */
class TrainCommandTest {
    private static final int SAMPLES = 20;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void trainsResumesFoldsEvaluatesAndPredicts() throws IOException {
        Path whole = folder.resolve("whole");
        CommandRun train = train(whole, "--epochs", "2", "--json");
        JsonNode result = new ObjectMapper().readTree(train.out());
        assertEquals(2, result.path("lastEpoch").path("epoch").asInt(), train.out());
        assertEquals(
                0,
                result.path("fold")
                        .path("thresholds")
                        .path("differingPredictions")
                        .asInt(-1),
                train.out());
        for (JsonNode layer : result.path("fold").path("layers")) {
            assertEquals(0, layer.path("thresholds").asInt(-1), train.out());
        }
        assertEquals(3, Files.readAllLines(whole.resolve("metrics.csv")).size());
        for (String picture : new String[] {"loss", "accuracy", "firing-rates", "thresholds"}) {
            assertTrue(ImageIO.read(whole.resolve(picture + ".png").toFile()).getWidth() > 0, picture);
        }

        // a run in two parts
        Path resumed = folder.resolve("resumed");
        CommandRun killed = CommandRun.of(
                "train",
                "--limit",
                "320",
                "--threads",
                "2",
                "--epochs",
                "2",
                "--stop-after",
                "1",
                "--out",
                resumed.toString());
        assertEquals(0, killed.exitCode(), killed.err());
        CommandRun resume = CommandRun.of("train", "--threads", "2", "--resume", resumed.toString());
        assertEquals(0, resume.exitCode(), resume.err());
        assertArrayEquals(
                Files.readAllBytes(whole.resolve("folded.safetensors")),
                Files.readAllBytes(resumed.resolve("folded.safetensors")),
                "a resumed run gives other bits");

        double accuracy = result.path("testAccuracy").asDouble();
        for (String file : new String[] {"", "checkpoint.safetensors"}) {
            CommandRun evaluate = CommandRun.of("evaluate", whole.resolve(file).toString(), "--json");
            assertEquals(0, evaluate.exitCode(), evaluate.err());
            assertEquals(
                    accuracy,
                    new ObjectMapper().readTree(evaluate.out()).path("accuracy").asDouble());
        }
        assertArrayEquals(predict(whole), predict(whole.resolve("folded.safetensors")));
    }

    private static CommandRun train(Path out, String... more) {
        String[] arguments = new String[more.length + 7];
        System.arraycopy(
                new String[] {"train", "--limit", "320", "--threads", "2", "--out", out.toString()},
                0,
                arguments,
                0,
                7);
        System.arraycopy(more, 0, arguments, 7, more.length);
        CommandRun run = CommandRun.of(arguments);
        assertEquals(0, run.exitCode(), run.err());
        return run;
    }

    private int[] predict(Path checkpoint) throws IOException {
        var test = Normalization.mnist().of(MnistSmall.load(Split.TEST));
        float[] x = new float[SAMPLES * test.sampleLength()];
        for (int i = 0; i < SAMPLES; i++) {
            test.read(i, x, i * test.sampleLength());
        }
        Path samples = folder.resolve("samples.npy");
        Path classes = folder.resolve("classes.npy");
        Npy.write(samples, HostArray.of(x, SAMPLES, 28, 28, 1));
        CommandRun run =
                CommandRun.of("predict", checkpoint.toString(), samples.toString(), "--out", classes.toString());
        assertEquals(0, run.exitCode(), run.err());
        return Npy.read(classes).ints();
    }
}
