package dev.soma.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.soma.layers.Fold;
import dev.soma.layers.Network;
import dev.soma.layers.Signal;
import dev.soma.layers.data.BatchReader;
import dev.soma.layers.data.Batches;
import dev.soma.layers.data.Dataset;
import dev.soma.layers.data.Subset;
import dev.soma.layers.io.FormatException;
import dev.soma.layers.train.Checkpoint;
import dev.soma.layers.train.ClassificationLoss;
import dev.soma.layers.train.Evaluation;
import dev.soma.layers.train.FoldReport;
import dev.soma.layers.train.Optimizer;
import dev.soma.layers.train.Trainer;
import dev.soma.runtime.Device;
import dev.soma.runtime.catalog.HostArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Trains as the settings say, and writes the run's folder.
 *
 * @param device opens the device
 * @param settings what is trained
 * @param folder where the files go
 * @param lastEpoch the epoch after which to stop: the settings' last, or an earlier one
 * @param report what is said
 */
record TrainingRun(DeviceOptions device, RunSettings settings, RunFolder folder, int lastEpoch, Report report) {
    /** Samples of a batch in evaluation. */
    static final int EVALUATION_BATCH = 100;

    private static final String SETTINGS = "run.settings";
    private static final String HISTORY = "run.history";

    /** The end of a run, as one JSON object. */
    private record Result(
            String device,
            RunSettings settings,
            long parameters,
            double testAccuracy,
            double trainingSeconds,
            String folder,
            History.Row lastEpoch,
            FoldReport fold) {}

    /** The settings of a run that a checkpoint belongs to. */
    static RunSettings settings(Path folder, Checkpoint checkpoint) throws FormatException {
        return note(folder, checkpoint, SETTINGS, RunSettings.class);
    }

    /** What a checkpoint of a network without optimizer keeps besides the network. */
    static Map<String, String> notes(RunSettings settings) {
        return Map.of(SETTINGS, Json.line(settings));
    }

    /** Runs from the start, or from a checkpoint on. */
    void run(Optional<Checkpoint> resumed) throws IOException {
        DatasetChoice.Loaded data = settings.load();
        Dataset train = settings.limit() > 0 ? Subset.limit(data.train(), settings.limit()) : data.train();
        Signal input = RunSettings.input(train);
        try (Device opened = device.open();
                Network network =
                        Network.build(opened, settings.architecture(input, train.classes()), input, settings.seed());
                Optimizer optimizer = settings.optimizer(network);
                ClassificationLoss loss = new ClassificationLoss(network, settings.reduction())) {
            History history = History.empty();
            if (resumed.isPresent()) {
                network.load(resumed.get().state());
                resumed.get().restore(optimizer);
                history = note(folder.path(), resumed.get(), HISTORY, History.class);
            }
            Batches batches =
                    new Batches(train.size(), Math.min(settings.batch(), train.size()), settings.seed(), true);
            Trainer trainer = new Trainer(
                    network,
                    optimizer,
                    loss,
                    settings.schedule(batches.count()),
                    new BatchReader(train, data.augmentation(), settings.seed()),
                    batches);
            describe(opened, network, train, data.test());
            if (resumed.isEmpty() && Files.exists(folder.checkpoint())) {
                report.line("the run in this folder is replaced with the first epoch's checkpoint");
            }
            history = train(trainer, data.test(), history);
            if (history.rows().size() < settings.epochs()) {
                report.line("stopped; go on with: soma train --resume %s", folder.path());
                return;
            }
            FoldReport fold = fold(network, data.test());
            report.result(new Result(
                    opened.name() + " (" + opened.description() + ")",
                    settings,
                    network.parameterCount(),
                    history.last().testAccuracy(),
                    history.seconds(),
                    folder.path().toString(),
                    history.last(),
                    fold));
        }
    }

    private void describe(Device opened, Network network, Dataset train, Dataset test) {
        report.line(
                "%s with %s on %s: %,d parameters, %,d training and %,d test samples, T = %d",
                Words.of(settings.model()),
                Words.of(settings.norm()),
                Words.of(settings.dataset()),
                network.parameterCount(),
                train.size(),
                test.size(),
                settings.steps());
        report.line("device %s (%s), run folder %s", opened.name(), opened.description(), folder.path());
    }

    private History train(Trainer trainer, Dataset test, History before) throws IOException {
        History history = before;
        for (int epoch = before.rows().size(); epoch < lastEpoch; epoch++) {
            Trainer.Epoch result;
            try (EpochProgress progress = EpochProgress.of(
                    "epoch " + (epoch + 1) + "/" + settings.epochs(),
                    trainer.batches().size())) {
                result = trainer.epoch(epoch, progress);
            }
            Evaluation evaluation = Evaluation.of(trainer.network(), test, EVALUATION_BATCH, settings.reduction());
            history = history.plus(new History.Row(
                    epoch + 1,
                    result.loss(),
                    result.accuracy(),
                    evaluation.loss(),
                    evaluation.accuracy(),
                    evaluation.firingRates(),
                    result.seconds(),
                    result.samplesPerSecond()));
            save(trainer, history);
            report.line(
                    "epoch %2d/%d  loss %.4f  accuracy %.2f %%  test loss %.4f  test accuracy %.2f %%  %.0f samples/s",
                    epoch + 1,
                    settings.epochs(),
                    result.loss(),
                    100 * result.accuracy(),
                    evaluation.loss(),
                    100 * evaluation.accuracy(),
                    result.samplesPerSecond());
        }
        return history;
    }

    private void save(Trainer trainer, History history) throws IOException {
        Map<String, String> notes = Map.of(SETTINGS, Json.line(settings), HISTORY, Json.line(history));
        Checkpoint.of(trainer.network(), trainer.optimizer(), notes).write(folder.checkpoint());
        folder.write(settings, history);
    }

    private FoldReport fold(Network network, Dataset test) throws IOException {
        FoldReport fold = FoldReport.of(network, test, EVALUATION_BATCH, settings.reduction());
        try (Network folded = Fold.all(network)) {
            Checkpoint.of(folded, notes(settings)).write(folder.folded());
            Charts.writeThresholds(folder.path(), settings.neurons().vTh(), thresholds(folded));
        }
        folder.writeText("fold.json", Json.indented(fold));
        FoldLines.print(fold, report);
        return fold;
    }

    private static Map<String, double[]> thresholds(Network folded) {
        Map<String, double[]> thresholds = new LinkedHashMap<>();
        for (Map.Entry<String, HostArray> entry : folded.save().entrySet()) {
            if (entry.getKey().endsWith(".threshold")) {
                float[] values = entry.getValue().floats();
                double[] doubles = new double[values.length];
                Arrays.setAll(doubles, i -> values[i]);
                thresholds.put(
                        entry.getKey(),
                        Arrays.stream(doubles).filter(Double::isFinite).toArray());
            }
        }
        return thresholds;
    }

    private static <T> T note(Path folder, Checkpoint checkpoint, String key, Class<T> type) throws FormatException {
        String text = checkpoint.notes().get(key);
        if (text == null) {
            throw new FormatException(folder, "its checkpoint has no '" + key + "'", "expected the folder of a run");
        }
        try {
            return Json.parse(text, type);
        } catch (JsonProcessingException e) {
            throw new FormatException(
                    folder,
                    "the '" + key + "' of its checkpoint cannot be understood: " + e.getOriginalMessage(),
                    "expected the folder of a run of this version",
                    e);
        }
    }
}
