package dev.soma.runtime.roofline;

import dev.soma.runtime.AdamWSettings;
import dev.soma.runtime.BatchStatistics;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.ConvolutionOps;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import dev.soma.runtime.FiringRule;
import dev.soma.runtime.FoldedThreshold;
import dev.soma.runtime.LifSettings;
import dev.soma.runtime.LossReduction;
import dev.soma.runtime.LossShape;
import dev.soma.runtime.NeuronOps;
import dev.soma.runtime.NeuronShape;
import dev.soma.runtime.NormAxis;
import dev.soma.runtime.NormGradients;
import dev.soma.runtime.NormParameters;
import dev.soma.runtime.NormSettings;
import dev.soma.runtime.NormShape;
import dev.soma.runtime.OptimizerOps;
import dev.soma.runtime.Pool2dShape;
import dev.soma.runtime.SgdSettings;
import dev.soma.runtime.kernel.OneLaunch;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What the layers of a network do in training and evaluation, at the size of ResNet-20's layers of 16 x 16 pixels and 64
 * channels, with few images.
 */
public final class Works {
    /** Images, of all steps, of the size that predictions are scaled to: 4 steps of a batch of 128. */
    static final int SCALED_IMAGES = 512;

    private static final int STEPS = 4;
    private static final int BATCH = 4;
    private static final int SIDE = 16;
    private static final int PIXELS = SIDE * SIDE;
    private static final int CHANNELS = 64;
    private static final int CLASSES = 10;
    private static final int SAMPLES = 256;
    private static final double SPIKES = 0.15;

    /** Images whose pixels have statistics of their own: as many as a work-group passes through. */
    private static final int ROWS = 32;

    private static final LifSettings LIF = LifSettings.DEFAULT;
    private static final NormSettings NORM = NormSettings.DEFAULT;

    private final Device device;
    private final SplittableRandom random;

    /** On a device, with random data of that seed. */
    public Works(Device device, long seed) {
        this.device = device;
        this.random = new SplittableRandom(seed);
    }

    /**
     * One piece of work.
     *
     * @param name what it is
     * @param images images of all steps; 0 where the work does not grow with them
     * @param todo does it
     */
    record Work(String name, int images, Runnable todo) {
        /** How many times this work {@link #SCALED_IMAGES} images are. */
        double scale() {
            return images == 0 ? 1 : (double) SCALED_IMAGES / images;
        }
    }

    /** Does all of it. */
    public void run() {
        all().forEach(work -> work.todo().run());
    }

    List<Work> all() {
        int images = STEPS * BATCH;
        return List.of(
                new Work("conv 3x3, 3 to 64, first", BATCH, () -> first(convolution(BATCH, 3, CHANNELS, 1))),
                new Work("conv 3x3, 64 to 64, floats", BATCH, () -> floats(convolution(BATCH, CHANNELS, CHANNELS, 1))),
                new Work("conv 3x3, 64 to 64, spikes", BATCH, () -> spikes(convolution(BATCH, CHANNELS, CHANNELS, 1))),
                new Work(
                        "conv 3x3, 64 to 128, stride 2",
                        BATCH,
                        () -> spikes(convolution(BATCH, CHANNELS, 2 * CHANNELS, 2))),
                new Work(
                        "conv 3x3, 64 to 64, with neurons",
                        BATCH,
                        () -> fire(convolution(BATCH, CHANNELS, CHANNELS, 1))),
                new Work(
                        "readout 64 to 10",
                        images,
                        () -> floats(new Conv2dShape(images, 1, 1, CHANNELS, CLASSES, 1, 1, 1, 0, 1, 1))),
                new Work("BN", images, this::batchNorm),
                new Work("LIF", images, this::lif),
                new Work("LIF, folded, constant currents", images, this::constantCurrents),
                new Work("LIF + MPBN by channel", images, () -> mpbn(NormAxis.CHANNEL, neurons())),
                new Work("LIF + MPBN by element", STEPS * ROWS, () -> mpbn(NormAxis.ELEMENT, smallImages())),
                new Work("pooling", images, this::pooling),
                new Work("arrays and spikes", images, this::arrays),
                new Work("loss", STEPS * SAMPLES, this::loss),
                new Work("SGD and AdamW", 0, this::optimizers));
    }

    private static Conv2dShape convolution(int images, int in, int out, int stride) {
        return new Conv2dShape(images, SIDE, SIDE, in, out, 3, 3, stride, 1, 1, 1);
    }

    private void first(Conv2dShape shape) {
        ConvolutionOps ops = device.ops().convolution();
        Buffer x = normal(shape.inputSize());
        ops.forward(shape, x, normal(shape.weightSize()), null, empty(shape.outputSize()));
        ops.gradWeight(shape, x, normal(shape.outputSize()), empty(shape.weightSize()), null);
    }

    private void floats(Conv2dShape shape) {
        ConvolutionOps ops = device.ops().convolution();
        Buffer weight = normal(shape.weightSize());
        Buffer gradY = normal(shape.outputSize());
        ops.forward(shape, normal(shape.inputSize()), weight, null, empty(shape.outputSize()));
        ops.gradWeight(shape, normal(shape.inputSize()), gradY, empty(shape.weightSize()), empty(shape.outChannels()));
        ops.gradInput(shape, gradY, weight, empty(shape.inputSize()));
    }

    private void spikes(Conv2dShape shape) {
        ConvolutionOps ops = device.ops().convolution();
        Buffer spikes = spikes(shape.batch() * PIXELS, shape.inChannels());
        Buffer weight = normal(shape.weightSize());
        Buffer gradY = normal(shape.outputSize());
        ops.forwardSpikes(shape, spikes, weight, null, empty(shape.outputSize()));
        ops.gradWeightSpikes(shape, spikes, gradY, empty(shape.weightSize()), null);
        if (shape.stride() > 1) {
            ops.gradInput(shape, gradY, weight, empty(shape.inputSize()));
        }
    }

    private void fire(Conv2dShape shape) {
        Buffer spikes = spikes(shape.batch() * PIXELS, shape.inChannels());
        FoldedThreshold folded = new FoldedThreshold(normal(CHANNELS), ones(CHANNELS));
        OneLaunch.of(device)
                .fireSpikes(
                        shape,
                        STEPS,
                        spikes,
                        normal(shape.weightSize()),
                        normal(CHANNELS),
                        new FiringRule(LIF, device.allocate(0.25f), NormAxis.CHANNEL, folded),
                        spikeSeq(shape.neurons(STEPS)));
    }

    private void batchNorm() {
        NormShape shape = new NormShape(1, STEPS * BATCH * PIXELS, CHANNELS);
        BatchStatistics saved = new BatchStatistics(empty(CHANNELS), empty(CHANNELS));
        NormParameters parameters = parameters(CHANNELS);
        NormGradients gradients = new NormGradients(empty(CHANNELS), empty(CHANNELS));
        Buffer x = normal(shape.size());
        Buffer gradY = normal(shape.size());
        var ops = device.ops().normalization();
        ops.forwardTraining(shape, NORM, x, parameters, empty(shape.size()), saved);
        ops.backwardTraining(shape, gradY, x, parameters.gamma(), saved, empty(shape.size()), gradients);
        ops.forwardEvaluation(shape, NORM.eps(), x, parameters, empty(shape.size()));
        ops.backwardEvaluation(shape, NORM.eps(), gradY, x, parameters, empty(shape.size()), gradients);
    }

    private void lif() {
        NeuronShape shape = neurons();
        int size = STEPS * shape.neurons();
        Buffer decay = device.allocate(0.25f);
        Buffer hSeq = empty(size);
        device.ops().neuron().lifForward(shape, LIF, decay, normal(size), spikeSeq(shape), hSeq);
        device.ops().neuron().lifBackward(shape, LIF, decay, normal(size), hSeq, empty(size), null);
    }

    private void constantCurrents() {
        NeuronShape shape = neurons();
        FoldedThreshold folded = new FoldedThreshold(normal(CHANNELS), ones(CHANNELS));
        Buffer decay = device.allocate(0.25f);
        Buffer xSeq = normal(shape.neurons());
        device.ops().neuron().lifFoldedForward(shape, NormAxis.CHANNEL, LIF, decay, xSeq, folded, spikeSeq(shape));
    }

    private void mpbn(NormAxis axis, NeuronShape shape) {
        int size = STEPS * shape.neurons();
        int features = shape.norm(axis).features();
        Buffer decay = device.allocate(0.25f);
        Buffer xSeq = normal(size);
        Buffer hSeq = empty(size);
        Buffer spikeSeq = spikeSeq(shape);
        NormParameters parameters = parameters(features);
        BatchStatistics saved = new BatchStatistics(empty(STEPS * features), empty(STEPS * features));
        NeuronOps ops = device.ops().neuron();
        ops.lifMpbnForwardTraining(shape, axis, LIF, NORM, decay, xSeq, parameters, spikeSeq, hSeq, saved);
        ops.lifMpbnBackward(
                shape,
                axis,
                LIF,
                decay,
                normal(size),
                hSeq,
                parameters.gamma(),
                parameters.beta(),
                saved,
                empty(size),
                new NormGradients(empty(features), empty(features)),
                null);
        ops.lifMpbnForwardEvaluation(shape, axis, LIF, NORM.eps(), decay, xSeq, parameters, spikeSeq);
        FoldedThreshold folded = new FoldedThreshold(normal(features), ones(features));
        ops.lifFoldedForward(shape, axis, LIF, decay, xSeq, folded, spikeSeq);
    }

    private void pooling() {
        Pool2dShape shape = new Pool2dShape(STEPS * BATCH, SIDE, SIDE, CHANNELS, 2, 2, 2, 0);
        int pixels = STEPS * BATCH * PIXELS;
        int size = pixels * CHANNELS;
        Buffer spikes = spikes(pixels, CHANNELS);
        Buffer y = empty(size / 4);
        Buffer gradY = normal(size / 4);
        Buffer pooled = device.allocate(DataType.INT, pixels / 4 * (CHANNELS / Integer.SIZE));
        var ops = device.ops().pooling();
        ops.averageForwardSpikes(shape, spikes, y);
        ops.averageForward(shape, normal(size), y);
        ops.averageBackward(shape, gradY, empty(size));
        ops.maxForwardSpikes(shape, spikes, pooled);
        ops.maxBackwardSpikes(shape, spikes, gradY, empty(size));
    }

    private void arrays() {
        int rows = STEPS * BATCH * PIXELS;
        int size = rows * CHANNELS;
        Buffer spikes = spikes(rows, CHANNELS);
        Buffer x = empty(size);
        device.ops().spikes().unpack(rows, CHANNELS, spikes, x);
        device.ops().spikes().pack(rows, CHANNELS, x, spikes);
        device.ops()
                .spikes()
                .flatten(STEPS * BATCH, PIXELS, CHANNELS, spikes, device.allocate(DataType.INT, size / 32));
        device.ops().spikes().count(STEPS, size / 32 / STEPS, spikes, device.allocate(DataType.INT, STEPS));
        device.ops().array().add(x, normal(size), x);
        device.ops().array().copy(x, empty(size));
        device.ops().encoder().repeat(STEPS, size / STEPS, normal(size / STEPS), x);
        device.ops().encoder().repeatBackward(STEPS, size / STEPS, x, empty(size / STEPS));
    }

    private void loss() {
        LossShape shape = new LossShape(STEPS, SAMPLES, CLASSES);
        int size = STEPS * SAMPLES * CLASSES;
        Buffer labels = device.allocate(random.ints(SAMPLES, 0, CLASSES).toArray());
        for (LossReduction reduction : LossReduction.values()) {
            device.ops().loss().crossEntropy(shape, reduction, normal(size), labels, empty(SAMPLES), empty(size));
        }
        device.ops().loss().predict(shape, normal(size), device.allocate(DataType.INT, SAMPLES));
    }

    private void optimizers() {
        int size = 9 * CHANNELS * CHANNELS;
        OptimizerOps ops = device.ops().optimizer();
        Buffer w = normal(size);
        Buffer grad = normal(size);
        ops.sgd(new SgdSettings(0.9f, 1e-4f, false), device.allocate(0.1f), w, grad, normal(size));
        Buffer rates = device.allocate(0.1f, 0.1f, 0.001f);
        ops.adamW(new AdamWSettings(0.9f, 0.999f, 1e-8f, 0.01f), rates, w, grad, empty(size), empty(size));
    }

    private static NeuronShape smallImages() {
        return new NeuronShape(STEPS, ROWS, PIXELS / 4, CHANNELS);
    }

    private static NeuronShape neurons() {
        return new NeuronShape(STEPS, BATCH, PIXELS, CHANNELS);
    }

    private NormParameters parameters(int features) {
        return new NormParameters(ones(features), normal(features), normal(features), ones(features));
    }

    private Buffer ones(int size) {
        Buffer ones = empty(size);
        device.ops().array().fill(1f, ones);
        return ones;
    }

    private Buffer spikeSeq(NeuronShape shape) {
        return device.allocate(DataType.INT, STEPS * shape.stepWords());
    }

    private Buffer empty(int size) {
        return device.allocate(DataType.FLOAT, size);
    }

    private Buffer normal(int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return device.allocate(values);
    }

    private Buffer spikes(int rows, int channels) {
        int[] words = new int[rows * Math.ceilDiv(channels, Integer.SIZE)];
        for (int i = 0; i < words.length; i++) {
            for (int bit = 0; bit < Integer.SIZE; bit++) {
                words[i] |= random.nextDouble() < SPIKES ? 1 << bit : 0;
            }
        }
        return device.allocate(words);
    }
}
