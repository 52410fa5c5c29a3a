package dev.soma.app;

import dev.soma.layers.Network;
import dev.soma.layers.train.Checkpoint;
import dev.soma.layers.train.Evaluation;
import dev.soma.runtime.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code soma evaluate}. */
@Command(
        name = "evaluate",
        description = "Evaluates a checkpoint, folded or not, on the test samples of its dataset",
        mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private DeviceOptions device;

    @Parameters(
            paramLabel = "FILE",
            description = "checkpoint.safetensors or folded.safetensors of a run, or its folder")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path file;

    @Option(names = "--data", paramLabel = "FOLDER", description = "the dataset's files (default: as in training)")
    private @Nullable Path data;

    @Option(names = "--json", description = "prints one JSON object on standard output")
    private boolean json;

    /** The end of an evaluation, as one JSON object. */
    private record Result(
            String device,
            int samples,
            double loss,
            double accuracy,
            double seconds,
            Map<String, Double> firingRates) {}

    @Override
    public Integer call() throws IOException {
        Path checkpointFile = RunFolder.checkpoint(file);
        Checkpoint checkpoint = Checkpoint.read(checkpointFile);
        RunSettings settings = TrainingRun.settings(checkpointFile, checkpoint);
        DatasetChoice.Loaded loaded = settings.withData(data).load();
        Report report = new Report(spec.commandLine().getOut(), json);
        try (Device opened = device.open();
                Network network = checkpoint.toNetwork(opened)) {
            Evaluation evaluation =
                    Evaluation.of(network, loaded.test(), TrainingRun.EVALUATION_BATCH, settings.reduction());
            report.line(
                    "%,d samples: accuracy %.2f %%, loss %.4f, %.3f s on %s",
                    loaded.test().size(),
                    100 * evaluation.accuracy(),
                    evaluation.loss(),
                    evaluation.seconds(),
                    opened.name());
            for (Map.Entry<String, Double> rate : evaluation.firingRates().entrySet()) {
                report.line("  layer %-12s fires at %.2f %% of the steps", rate.getKey(), 100 * rate.getValue());
            }
            report.result(new Result(
                    opened.name() + " (" + opened.description() + ")",
                    loaded.test().size(),
                    evaluation.loss(),
                    evaluation.accuracy(),
                    evaluation.seconds(),
                    evaluation.firingRates()));
        }
        return ExitCode.OK;
    }
}
