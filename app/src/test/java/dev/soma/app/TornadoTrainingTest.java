package dev.soma.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.soma.runtime.Devices;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The digits trained on {@code tornado}, where it is and no other device was asked for. */
@Tag("device")
class TornadoTrainingTest {
    /** Of the loss after a few steps: roundings differ, and with them the spikes of potentials beside the threshold. */
    private static final double LOSS_TOLERANCE = 0.05;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void learnsAsOnVector() throws IOException {
        String asked = System.getProperty("soma.test.devices", "");
        assumeTrue(asked.isEmpty() || asked.startsWith("tornado"), "another device was asked for");
        assumeTrue(
                Devices.list().stream()
                        .anyMatch(provider -> provider.name().equals("tornado")
                                && provider.obstacle().isEmpty()),
                "TornadoVM is not here");
        double expected = trainLoss("vector");
        assertEquals(expected, trainLoss("tornado"), LOSS_TOLERANCE * expected);
    }

    private double trainLoss(String device) throws IOException {
        CommandRun run = CommandRun.of(
                "train",
                "--device",
                device,
                "--limit",
                "320",
                "--epochs",
                "1",
                "--json",
                "--out",
                folder.resolve(device).toString());
        assertEquals(0, run.exitCode(), run.err());
        JsonNode epoch = new ObjectMapper().readTree(run.out()).path("lastEpoch");
        return epoch.path("trainLoss").asDouble(Double.NaN);
    }
}
