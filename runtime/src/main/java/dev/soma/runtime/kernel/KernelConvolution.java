package dev.soma.runtime.kernel;

import dev.soma.kernels.convolution.Conv2dFireKernels;
import dev.soma.kernels.convolution.Conv2dForwardKernels;
import dev.soma.kernels.convolution.Conv2dGradInputKernels;
import dev.soma.kernels.convolution.Conv2dGradWeightKernels;
import dev.soma.kernels.convolution.Conv2dSpikeKernels;
import dev.soma.kernels.convolution.SplitSumKernels;
import dev.soma.kernels.convolution.Tile;
import dev.soma.kernels.neuron.LifKernels;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.ConvolutionOps;
import dev.soma.runtime.FiringRule;
import dev.soma.runtime.FoldedThreshold;
import dev.soma.runtime.Grid;
import dev.soma.runtime.KernelDevice;
import dev.soma.runtime.NeuronShape;
import dev.soma.runtime.NormAxis;
import dev.soma.runtime.Reset;
import dev.soma.runtime.Spikes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Convolution on devices that run kernels. A tile is 64 pixels by 64 channels, {@code tiles(n)} is {@code ceil(n / 64)}; sums over many
 * pixels are cut into parts ({@link Split}), which {@code sumSplits} adds in order.
 *
 * <pre>
 * operation                  launches                    work-items                            in groups of
 * forward                    conv2dForward               tiles(pixels) * tiles(outChannels)    a tile: 16 x 16
 *   groups of few outputs    conv2dForwardDirect         one a value of y                      256
 * forward on spikes          conv2dForwardSpikes         32 for each word of y's channels      256
 * neurons behind it          conv2dFireSpikes            32 for each word of a step            256
 *   too few of them          conv2dForwardSpikes, then LIF
 * gradient of the input      conv2dGradInput             tiles of x, for each stride's class   a tile
 *   groups of few inputs     conv2dGradInputDirect       one a value of gradX                  256
 * gradient of the weight     conv2dGradWeight            parts * tiles of the weight           a tile
 *   groups of few outputs    conv2dGradWeightDirect      parts * one a weight                  256
 *   on spikes                conv2dGradWeightSpikes      parts * 32 for each word x word       32 x 4
 *   then                     sumSplits                   one a weight                          256
 * gradient of the bias       sumRows, sumSplits          parts * one a channel                 256
 * </pre>
 *
 * A convolution with the neurons behind it has one work-item for all steps of a neuron. Where so few would leave a large device idle,
 * one launch computes the currents of all steps side by side, and another the neurons; so it is with dilation and with kernels that are
 * not square, too, which {@code conv2dFireSpikes} does not take.
 */
final class KernelConvolution extends ConvolutionOps {
    /** Fewer channels of a group than this would leave more than half of a tile empty. */
    private static final int TILED_CHANNELS = Tile.SIZE / 2;

    /** Work-groups of tiles that occupy a large device. */
    private static final int TILES_WANTED = 1024;

    /** Work-items without tiles that occupy a large device. */
    private static final int ITEMS_WANTED = 1 << 18;

    /** Warps of the gradient on spikes that occupy a large device. */
    private static final int SPIKE_JOBS_WANTED = 4096;

    /** Parts of the bias gradient's sums: more cost more in the second stage than they gain in the first. */
    private static final int BIAS_PARTS_WANTED = 512;

    /** The shortest parts whose sums are worth storing, with tiles and without. */
    private static final int LEAST_TILED_TERMS = 128;

    private static final int LEAST_TERMS = 64;

    private final KernelNeuron neuron;
    private final LazyKernel forwardTiled;
    private final LazyKernel forwardDirect;
    private final LazyKernel forwardSpikes;
    private final LazyKernel fireSpikes;
    private final LazyKernel gradInputTiled;
    private final LazyKernel gradInputDirect;
    private final LazyKernel gradWeightTiled;
    private final LazyKernel gradWeightDirect;
    private final LazyKernel gradWeightSpikes;
    private final LazyKernel sumRows;
    private final LazyKernel sumSplits;
    private final Scratch scratch;
    private final int fireItemsWanted;

    KernelConvolution(KernelDevice device, KernelNeuron neuron) {
        this(device, neuron, ITEMS_WANTED);
    }

    /** With a number of work-items from which on a convolution and the neurons behind it are one launch. */
    KernelConvolution(KernelDevice device, KernelNeuron neuron, int fireItemsWanted) {
        super(device);
        this.neuron = neuron;
        forwardTiled = new LazyKernel(device, Conv2dForwardKernels.class, "conv2dForward");
        forwardDirect = new LazyKernel(device, Conv2dForwardKernels.class, "conv2dForwardDirect");
        forwardSpikes = new LazyKernel(device, Conv2dSpikeKernels.class, "conv2dForwardSpikes");
        fireSpikes = new LazyKernel(device, Conv2dFireKernels.class, "conv2dFireSpikes");
        gradInputTiled = new LazyKernel(device, Conv2dGradInputKernels.class, "conv2dGradInput");
        gradInputDirect = new LazyKernel(device, Conv2dGradInputKernels.class, "conv2dGradInputDirect");
        gradWeightTiled = new LazyKernel(device, Conv2dGradWeightKernels.class, "conv2dGradWeight");
        gradWeightDirect = new LazyKernel(device, Conv2dGradWeightKernels.class, "conv2dGradWeightDirect");
        gradWeightSpikes = new LazyKernel(device, Conv2dSpikeKernels.class, "conv2dGradWeightSpikes");
        sumRows = new LazyKernel(device, SplitSumKernels.class, "sumRows");
        sumSplits = new LazyKernel(device, SplitSumKernels.class, "sumSplits");
        scratch = new Scratch(device);
        this.fireItemsWanted = fireItemsWanted;
    }

    @Override
    protected void doForward(Conv2dShape shape, Buffer x, Buffer weight, @Nullable Buffer bias, Buffer y) {
        Object[] arguments = arguments(shape, bias == null ? 0 : 1, x, weight, bias == null ? weight : bias, y);
        if (shape.groupOutChannels() < TILED_CHANNELS) {
            forwardDirect.launch(Grid.flat(shape.outputSize()), arguments);
        } else {
            forwardTiled.launch(tiled(tiles(shape.outPixels()) * outChannelTiles(shape)), arguments);
        }
    }

    @Override
    protected void doForwardSpikes(Conv2dShape shape, Buffer spikes, Buffer weight, @Nullable Buffer bias, Buffer y) {
        long lanes = (long) Spikes.words(shape.outChannels()) * Integer.SIZE;
        forwardSpikes.launch(
                Grid.flat(shape.outPixels() * lanes),
                arguments(shape, bias == null ? 0 : 1, spikes, weight, bias == null ? weight : bias, y));
    }

    @Override
    protected void doFireSpikes(
            Conv2dShape shape,
            int steps,
            Buffer spikes,
            Buffer weight,
            @Nullable Buffer bias,
            FiringRule rule,
            Buffer spikeSeq) {
        NeuronShape neurons = shape.neurons(steps);
        long items = (long) neurons.stepWords() * Integer.SIZE;
        // of one step the two launches would have no more
        boolean occupies = steps == 1 || items >= fireItemsWanted;
        if (occupies && shape.dilation() == 1 && shape.kernelHeight() == shape.kernelWidth()) {
            FoldedThreshold folded = rule.folded();
            fireSpikes.launch(
                    Grid.of(items, LifKernels.LOCAL),
                    shape.batch(),
                    shape.height(),
                    shape.width(),
                    shape.inChannels(),
                    shape.outChannels(),
                    shape.kernelHeight(),
                    shape.stride(),
                    shape.padding(),
                    shape.groups(),
                    steps,
                    form(bias, rule),
                    rule.settings().vTh(),
                    spikes,
                    weight,
                    bias == null ? weight : bias,
                    rule.decay(),
                    folded == null ? weight : folded.threshold(),
                    folded == null ? weight : folded.sign(),
                    spikeSeq);
        } else {
            Buffer currents = scratch.floats(shape.outputSize());
            doForwardSpikes(shape, spikes, weight, bias, currents);
            neuron.fire(neurons, rule, currents, spikeSeq);
        }
    }

    @Override
    protected void doGradInput(Conv2dShape shape, Buffer gradY, Buffer weight, Buffer gradX) {
        if (shape.groupInChannels() < TILED_CHANNELS) {
            gradInputDirect.launch(Grid.flat(shape.inputSize()), arguments(shape, gradY, weight, gradX));
            return;
        }
        int stride = shape.stride();
        int classes = Math.min(stride, shape.height()) * Math.min(stride, shape.width());
        int classPixels = shape.batch() * Math.ceilDiv(shape.height(), stride) * Math.ceilDiv(shape.width(), stride);
        long channelTiles = shape.groups() * tiles(shape.groupInChannels());
        int tapStep = stride / greatestDivisor(stride, shape.dilation());
        gradInputTiled.launch(
                tiled(classes * tiles(classPixels) * channelTiles), arguments(shape, tapStep, gradY, weight, gradX));
    }

    @Override
    protected void doGradWeight(
            Conv2dShape shape, Buffer x, Buffer gradY, Buffer gradWeight, @Nullable Buffer gradBias) {
        int size = shape.weightSize();
        if (shape.groupOutChannels() < TILED_CHANNELS) {
            Split split = Split.of(shape.outPixels(), ITEMS_WANTED / size, LEAST_TERMS);
            Buffer partial = partial(split, size, gradWeight);
            gradWeightDirect.launch(
                    Grid.flat((long) split.count() * size), arguments(shape, split.terms(), x, gradY, partial));
            add(split, size, partial, gradWeight);
        } else {
            long tiles = tiles(size / shape.outChannels()) * outChannelTiles(shape);
            Split split = Split.of(shape.outPixels(), (int) (TILES_WANTED / tiles), LEAST_TILED_TERMS);
            Buffer partial = partial(split, size, gradWeight);
            gradWeightTiled.launch(tiled(split.count() * tiles), arguments(shape, split.terms(), x, gradY, partial));
            add(split, size, partial, gradWeight);
        }
        sumBias(shape, gradY, gradBias);
    }

    @Override
    protected void doGradWeightSpikes(
            Conv2dShape shape, Buffer spikes, Buffer gradY, Buffer gradWeight, @Nullable Buffer gradBias) {
        int size = shape.weightSize();
        int groupWords = groupWords(shape);
        int taps = shape.kernelHeight() * shape.kernelWidth();
        long jobs = (long) taps * groupWords * Spikes.words(shape.outChannels());
        Split split = Split.of(shape.outPixels(), (int) (SPIKE_JOBS_WANTED / jobs), LEAST_TERMS);
        Buffer partial = partial(split, size, gradWeight);
        long groups = Math.ceilDiv(split.count() * jobs, Conv2dSpikeKernels.GRAD_JOBS);
        gradWeightSpikes.launch(
                Grid.of(
                        groups * Conv2dSpikeKernels.GRAD_LANES,
                        Conv2dSpikeKernels.GRAD_JOBS,
                        Conv2dSpikeKernels.GRAD_LANES,
                        Conv2dSpikeKernels.GRAD_JOBS),
                arguments(shape, groupWords, split.terms(), spikes, gradY, partial));
        add(split, size, partial, gradWeight);
        sumBias(shape, gradY, gradBias);
    }

    private static int form(@Nullable Buffer bias, FiringRule rule) {
        int form = rule.settings().reset() == Reset.SOFT ? Conv2dFireKernels.SOFT : 0;
        form += bias == null ? 0 : Conv2dFireKernels.BIAS;
        form += rule.folded() == null ? 0 : Conv2dFireKernels.FOLDED;
        return form + (rule.axis() == NormAxis.ELEMENT ? Conv2dFireKernels.BY_ELEMENT : 0);
    }

    private void sumBias(Conv2dShape shape, Buffer gradY, @Nullable Buffer gradBias) {
        if (gradBias != null) {
            int pixels = shape.outPixels();
            int channels = shape.outChannels();
            Split split = Split.of(pixels, BIAS_PARTS_WANTED, LEAST_TERMS);
            Buffer partial = partial(split, channels, gradBias);
            sumRows.launch(Grid.flat((long) split.count() * channels), pixels, channels, split.terms(), gradY, partial);
            add(split, channels, partial, gradBias);
        }
    }

    /** Where the parts' sums go: to the result itself where there is one part. */
    private Buffer partial(Split split, int size, Buffer total) {
        return split.count() == 1 ? total : scratch.floats(Math.multiplyExact(split.count(), size));
    }

    private void add(Split split, int size, Buffer partial, Buffer total) {
        if (split.count() > 1) {
            sumSplits.launch(Grid.flat(size), split.count(), size, partial, total);
        }
    }

    /** The most words that hold a channel of one group. */
    private static int groupWords(Conv2dShape shape) {
        int channels = shape.groupInChannels();
        int most = 0;
        for (int first = 0; first < shape.inChannels(); first += channels) {
            int words = (first + channels - 1) / Integer.SIZE - first / Integer.SIZE + 1;
            most = Math.max(most, words);
        }
        return most;
    }

    private static long tiles(int rows) {
        return Math.ceilDiv(rows, Tile.SIZE);
    }

    private static long outChannelTiles(Conv2dShape shape) {
        return shape.groups() * tiles(shape.groupOutChannels());
    }

    private static Grid tiled(long workGroups) {
        return Grid.of(workGroups * Tile.ITEMS, Tile.ITEMS, Tile.ITEMS, Tile.ITEMS);
    }

    private static int greatestDivisor(int a, int b) {
        return b == 0 ? a : greatestDivisor(b, a % b);
    }

    /** The sizes that all kernels begin with, and the rest. */
    private static Object[] arguments(Conv2dShape shape, Object... rest) {
        List<Object> arguments = new ArrayList<>(List.of(
                shape.batch(),
                shape.height(),
                shape.width(),
                shape.inChannels(),
                shape.outHeight(),
                shape.outWidth(),
                shape.outChannels(),
                shape.kernelHeight(),
                shape.kernelWidth(),
                shape.stride(),
                shape.padding(),
                shape.dilation(),
                shape.groups()));
        Collections.addAll(arguments, rest);
        return arguments.toArray();
    }
}
