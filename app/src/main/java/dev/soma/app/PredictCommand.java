package dev.soma.app;

import dev.soma.layers.Network;
import dev.soma.layers.Pass;
import dev.soma.layers.Tensor;
import dev.soma.layers.io.Npy;
import dev.soma.layers.train.Checkpoint;
import dev.soma.layers.train.ClassificationLoss;
import dev.soma.runtime.Device;
import dev.soma.runtime.LossReduction;
import dev.soma.runtime.catalog.HostArray;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code soma predict}. */
@Command(
        name = "predict",
        description = "Prints the class that a checkpoint, folded or not, gives to each sample of a .npy array",
        mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private DeviceOptions device;

    @Parameters(index = "0", paramLabel = "FILE", description = "a checkpoint, or the folder of a run")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path file;

    @Parameters(
            index = "1",
            paramLabel = "SAMPLES.npy",
            description = "floats, normalised as in training: [N, H, W, C], for event data [T, N, H, W, C]")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path samples;

    @Option(names = "--out", paramLabel = "FILE.npy", description = "writes the classes to a file instead")
    private @Nullable Path out;

    @Override
    public Integer call() throws IOException {
        Checkpoint checkpoint = Checkpoint.read(RunFolder.checkpoint(file));
        HostArray x = Npy.read(samples);
        int sampleSize = checkpoint.input().size(1);
        if (x.length() == 0 || x.length() % sampleSize != 0) {
            throw new IllegalArgumentException(samples + " is " + x + ", expected a number of samples of "
                    + checkpoint.input() + ", " + sampleSize + " values each");
        }
        int batch = x.length() / sampleSize;
        int[] classes;
        try (Device opened = device.open();
                Network network = checkpoint.toNetwork(opened);
                ClassificationLoss loss = new ClassificationLoss(network, LossReduction.MEAN_LOGITS)) {
            Tensor input = network.input(batch, x.floats());
            Tensor logits = network.forward(input, Pass.EVALUATION);
            classes = loss.predict(logits);
            input.release();
            logits.release();
        }
        if (out != null) {
            Npy.write(out, HostArray.of(classes, batch));
        } else {
            PrintWriter writer = spec.commandLine().getOut();
            Arrays.stream(classes).forEach(writer::println);
            writer.flush();
        }
        return ExitCode.OK;
    }
}
