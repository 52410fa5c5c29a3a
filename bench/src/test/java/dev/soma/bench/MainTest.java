package dev.soma.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--threads=-1",
                "--seconds=-1",
                "--rounds=0",
                "--device=quantum",
                "--device=opencl:",
                "--device=tornado:",
                "--only=nothing is called so",
                "--only=(",
                "--markdown",
                "--unknown"
            })
    void wrongUsageIsSaid(String argument) {
        assertEquals(2, Main.run(argument));
    }

    @Test
    void openClHasNoOtherPeers() {
        assertEquals(2, Main.run("--device=opencl", "--nd4j"));
        assertEquals(2, Main.run("--device=opencl", "--python=python3"));
    }

    @Test
    void aPeerThatWasAskedForMustBeThere(@TempDir Path folder) {
        assertEquals(1, Main.run("--only=nothing", "--python=" + folder.resolve("absent")));
    }

    @Test
    void aMeasurementIsWrittenAndToldInMarkdown(@TempDir Path folder) throws IOException {
        String[] words = {"--only=^LIF forward$|^LIF forward beside", "--seconds=0", "--rounds=1", "--out=" + folder};
        assertEquals(0, Main.run(words));
        Path json = folder.resolve("bench.json");
        Path again = folder.resolve("again");
        assertEquals(0, Main.run("--markdown", json.toString(), "--out=" + again));
        assertEquals(Results.readJson(json), Results.readJson(again.resolve("bench.json")));
        assertEquals(1, Main.run("--markdown", folder.resolve("absent.json").toString()));
    }
}
