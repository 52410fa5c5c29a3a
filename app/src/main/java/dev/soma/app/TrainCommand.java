package dev.soma.app;

import dev.soma.layers.models.Norm;
import dev.soma.layers.train.Checkpoint;
import dev.soma.runtime.LossReduction;
import dev.soma.runtime.Reset;
import dev.soma.runtime.Surrogate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code soma train}. */
@Command(
        name = "train",
        description = {
            "Trains a spiking network, then folds MPBN into its thresholds and compares.",
            "Without options: digits, on images that come with Soma."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private DeviceOptions device;

    @Option(
            names = "--dataset",
            paramLabel = "NAME",
            defaultValue = "mnist-small",
            description = "mnist-small, mnist, cifar10, cifar100, cifar10-dvs or n-mnist (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String dataset;

    @Option(names = "--data", paramLabel = "FOLDER", description = "the dataset's files (default: data/NAME)")
    private @Nullable Path data;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "digits, resnet20, resnet19 or vgg16 (default: what suits the dataset)")
    private @Nullable String model;

    @Option(
            names = "--norm",
            paramLabel = "NAME",
            defaultValue = "mpbn",
            description = "what is normalised: none, bn, mpbn (bn too) or mpbn-element (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String norm;

    @Option(
            names = "--norm-momentum",
            paramLabel = "X",
            defaultValue = "0.1",
            description = "weight of a new batch in the running statistics; MPBN has one such update a time step"
                    + " (default: ${DEFAULT-VALUE})")
    private float normMomentum;

    @Option(
            names = {"--steps", "-T"},
            paramLabel = "N",
            defaultValue = "4",
            description = "time steps (default: ${DEFAULT-VALUE})")
    private int steps;

    @Option(names = "--epochs", paramLabel = "N", description = "epochs (default: what suits the dataset)")
    private @Nullable Integer epochs;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "64",
            description = "samples of a batch (default: ${DEFAULT-VALUE})")
    private int batch;

    @Option(
            names = "--optimizer",
            paramLabel = "NAME",
            description = "sgd, with momentum 0.9, or adamw (default: sgd, but adamw for mpbn-element)")
    private @Nullable String optimizer;

    @Option(
            names = "--learning-rate",
            paramLabel = "X",
            description = "its peak; it falls along half a cosine (default: 0.1 for sgd, 0.002 for adamw)")
    private @Nullable Float learningRate;

    @Option(
            names = "--weight-decay",
            paramLabel = "X",
            description = "of convolution and linear weights (default: 0.0001 for sgd, 0.01 for adamw)")
    private @Nullable Float weightDecay;

    @Option(
            names = "--loss",
            paramLabel = "NAME",
            defaultValue = "mean-logits",
            description = "cross-entropy of the mean-logits, or the mean-loss of the steps (TET)"
                    + " (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String loss;

    @Option(
            names = "--v-th",
            paramLabel = "X",
            defaultValue = "0.5",
            description = "firing threshold (default: ${DEFAULT-VALUE})")
    private float vTh;

    @Option(
            names = "--decay",
            paramLabel = "X",
            defaultValue = "0.25",
            description = "what is left of the potential after a step; 1 for IF neurons (default: ${DEFAULT-VALUE})")
    private float decay;

    @Option(names = "--learn-decay", description = "learns the decay (parametric LIF)")
    private boolean learnDecay;

    @Option(
            names = "--reset",
            paramLabel = "NAME",
            defaultValue = "hard",
            description = "hard or soft (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String reset;

    @Option(names = "--detach-reset", description = "no gradient through the reset")
    private boolean detachReset;

    @Option(
            names = "--surrogate",
            paramLabel = "NAME",
            defaultValue = "tanh",
            description = "tanh, rectangle, triangle, atan or sigmoid (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String surrogate;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "of all random numbers (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "0",
            description = "training samples used, 0 for all (default: ${DEFAULT-VALUE})")
    private int limit;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "folder of the run (default: runs/DATASET-MODEL-NORM-SEED)")
    private @Nullable Path out;

    @Option(
            names = "--resume",
            paramLabel = "FOLDER",
            description = "goes on with the run in that folder, with its settings; all other settings are ignored")
    private @Nullable Path resume;

    @Option(
            names = "--stop-after",
            paramLabel = "N",
            description = "stops after that epoch, without the fold; go on with --resume")
    private @Nullable Integer stopAfter;

    @Option(names = "--json", description = "prints one JSON object at the end, and nothing else, on standard output")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Report report = new Report(spec.commandLine().getOut(), json);
        Path from = resume;
        if (from != null) {
            Checkpoint checkpoint = Checkpoint.read(new RunFolder(from).checkpoint());
            RunSettings settings = TrainingRun.settings(from, checkpoint);
            new TrainingRun(device, settings, new RunFolder(from), last(settings), report).run(Optional.of(checkpoint));
        } else {
            RunSettings settings = settings();
            RunFolder folder = new RunFolder(out != null ? out : defaultFolder(settings));
            new TrainingRun(device, settings, folder, last(settings), report).run(Optional.empty());
        }
        return ExitCode.OK;
    }

    /** The last epoch to run now. */
    private int last(RunSettings settings) {
        return stopAfter == null ? settings.epochs() : Math.min(positive("--stop-after", stopAfter), settings.epochs());
    }

    private RunSettings settings() {
        DatasetChoice choice = Words.parse(DatasetChoice.class, "--dataset", dataset);
        Norm normChoice = Words.parse(Norm.class, "--norm", norm);
        RunSettings.OptimizerChoice optimizerChoice = optimizer != null
                ? Words.parse(RunSettings.OptimizerChoice.class, "--optimizer", optimizer)
                : RunSettings.OptimizerChoice.thatSuits(normChoice);
        boolean sgd = optimizerChoice == RunSettings.OptimizerChoice.SGD;
        return new RunSettings(
                choice,
                (data != null ? data : choice.defaultFolder()).toString(),
                model != null ? Words.parse(ModelChoice.class, "--model", model) : choice.defaultModel(),
                normChoice,
                normMomentum,
                positive("--steps", steps),
                positive("--epochs", epochs != null ? epochs : choice.defaultEpochs()),
                positive("--batch", batch),
                optimizerChoice,
                learningRate != null ? learningRate : sgd ? 0.1f : 0.002f,
                weightDecay != null ? weightDecay : sgd ? 1e-4f : 0.01f,
                Words.parse(LossReduction.class, "--loss", loss),
                seed,
                limit,
                new RunSettings.Neurons(
                        vTh,
                        decay,
                        learnDecay,
                        Words.parse(Reset.class, "--reset", reset),
                        detachReset,
                        Words.parse(Surrogate.Kind.class, "--surrogate", surrogate)));
    }

    private static Path defaultFolder(RunSettings settings) {
        return Path.of(
                "runs",
                String.join(
                        "-",
                        Words.of(settings.dataset()),
                        Words.of(settings.model()),
                        Words.of(settings.norm()),
                        Long.toString(settings.seed())));
    }

    private static int positive(String option, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(option + " is " + value + ", expected at least 1");
        }
        return value;
    }
}
