package dev.soma.app;

import dev.soma.layers.Layer;
import dev.soma.layers.Lif;
import dev.soma.layers.Network;
import dev.soma.layers.Signal;
import dev.soma.layers.data.Dataset;
import dev.soma.layers.models.Norm;
import dev.soma.layers.models.Options;
import dev.soma.layers.train.AdamW;
import dev.soma.layers.train.CosineSchedule;
import dev.soma.layers.train.Optimizer;
import dev.soma.layers.train.Sgd;
import dev.soma.runtime.AdamWSettings;
import dev.soma.runtime.LifSettings;
import dev.soma.runtime.LossReduction;
import dev.soma.runtime.NormSettings;
import dev.soma.runtime.Reset;
import dev.soma.runtime.SgdSettings;
import dev.soma.runtime.Surrogate;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * All that determines a training run: the same settings give the same bits on the same device with the same threads.
 *
 * @param dataset what is learnt
 * @param data folder of its files
 * @param model network
 * @param norm what is normalised
 * @param normMomentum weight of a new batch in the running statistics
 * @param steps time steps, T
 * @param epochs epochs
 * @param batch samples of a batch
 * @param optimizer which
 * @param learningRate its peak
 * @param weightDecay of the weights
 * @param reduction loss over time
 * @param seed of all random numbers
 * @param limit training samples used, 0 for all
 * @param neurons the LIF neurons
 */
record RunSettings(
        DatasetChoice dataset,
        String data,
        ModelChoice model,
        Norm norm,
        float normMomentum,
        int steps,
        int epochs,
        int batch,
        OptimizerChoice optimizer,
        float learningRate,
        float weightDecay,
        LossReduction reduction,
        long seed,
        int limit,
        Neurons neurons) {

    /** The optimizers of the command line. */
    enum OptimizerChoice {
        SGD,
        ADAMW;

        /**
         * What trains well by default. An element that hardly ever varies, as at the border of an image, has a tiny variance:
         * element-wise, its gradients are so large that only AdamW's own scale keeps the weights in bounds.
         */
        static OptimizerChoice thatSuits(Norm norm) {
            return norm == Norm.MPBN_ELEMENT ? ADAMW : SGD;
        }
    }

    /** The settings of the LIF neurons that the command line offers. */
    record Neurons(
            float vTh, float decay, boolean learnDecay, Reset reset, boolean detachReset, Surrogate.Kind surrogate) {
        Lif toLif() {
            return new Lif(new LifSettings(vTh, reset, detachReset, Surrogate.of(surrogate)), decay, learnDecay, null);
        }
    }

    private static final float MOMENTUM = 0.9f;
    private static final double WARMUP_SHARE = 0.05;

    /** The same with the files in another folder, unless it is null. */
    RunSettings withData(@Nullable Path folder) {
        return folder == null
                ? this
                : new RunSettings(
                        dataset,
                        folder.toString(),
                        model,
                        norm,
                        normMomentum,
                        steps,
                        epochs,
                        batch,
                        optimizer,
                        learningRate,
                        weightDecay,
                        reduction,
                        seed,
                        limit,
                        neurons);
    }

    DatasetChoice.Loaded load() throws IOException {
        return dataset.load(Path.of(data), steps);
    }

    /** The signal that samples of a dataset are. */
    static Signal input(Dataset dataset) {
        int[] shape = dataset.shape();
        int first = shape.length - 3;
        Signal image = Signal.image(shape[first], shape[first + 1], shape[first + 2]);
        return first == 0 ? image : image.withSteps(shape[0]);
    }

    Layer architecture(Signal input, int classes) {
        NormSettings normSettings = new NormSettings(NormSettings.DEFAULT.eps(), normMomentum);
        return model.build(new Options(steps, classes, norm, normSettings, neurons.toLif()), input);
    }

    Optimizer optimizer(Network network) {
        return switch (optimizer) {
            case SGD -> new Sgd(network, new SgdSettings(MOMENTUM, weightDecay, false));
            case ADAMW -> new AdamW(network, new AdamWSettings(0.9f, 0.999f, 1e-8f, weightDecay));
        };
    }

    CosineSchedule schedule(int stepsPerEpoch) {
        long total = (long) epochs * stepsPerEpoch;
        return new CosineSchedule(learningRate, (long) (total * WARMUP_SHARE), total);
    }
}
