package dev.soma.app;

import dev.soma.layers.Fold;
import dev.soma.layers.Network;
import dev.soma.layers.train.Checkpoint;
import dev.soma.layers.train.FoldReport;
import dev.soma.runtime.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code soma fold}. */
@Command(
        name = "fold",
        description = {
            "Folds MPBN into the thresholds and BN into the convolutions of a checkpoint,",
            "and compares it with the original on the test samples of its dataset"
        },
        mixinStandardHelpOptions = true)
final class FoldCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private DeviceOptions device;

    @Parameters(paramLabel = "FILE", description = "checkpoint.safetensors of a run, or its folder")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path file;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "the folded network (default: folded.safetensors beside the checkpoint)")
    private @Nullable Path out;

    @Option(names = "--thresholds-only", description = "leaves BN where it is: every spike stays the same")
    private boolean thresholdsOnly;

    @Option(names = "--data", paramLabel = "FOLDER", description = "the dataset's files (default: as in training)")
    private @Nullable Path data;

    @Option(names = "--json", description = "prints one JSON object on standard output")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Path checkpointFile = RunFolder.checkpoint(file);
        Checkpoint checkpoint = Checkpoint.read(checkpointFile);
        RunSettings settings = TrainingRun.settings(checkpointFile, checkpoint);
        DatasetChoice.Loaded loaded = settings.withData(data).load();
        Path target = out != null ? out : checkpointFile.resolveSibling("folded.safetensors");
        Report report = new Report(spec.commandLine().getOut(), json);
        try (Device opened = device.open();
                Network network = checkpoint.toNetwork(opened);
                Network folded = thresholdsOnly ? Fold.thresholds(network) : Fold.all(network)) {
            FoldReport fold = FoldReport.of(network, loaded.test(), TrainingRun.EVALUATION_BATCH, settings.reduction());
            Checkpoint.of(folded, TrainingRun.notes(settings)).write(target);
            FoldLines.print(fold, report);
            report.line("written: " + target);
            report.result(fold);
        }
        return ExitCode.OK;
    }
}
