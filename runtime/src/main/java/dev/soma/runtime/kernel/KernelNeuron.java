package dev.soma.runtime.kernel;

import dev.soma.kernels.neuron.DecayKernels;
import dev.soma.kernels.neuron.FoldedLifKernels;
import dev.soma.kernels.neuron.LifKernels;
import dev.soma.kernels.neuron.LifMpbnBackwardKernels;
import dev.soma.kernels.neuron.LifMpbnKernels;
import dev.soma.runtime.BatchStatistics;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.FiringRule;
import dev.soma.runtime.FoldedThreshold;
import dev.soma.runtime.Grid;
import dev.soma.runtime.KernelDevice;
import dev.soma.runtime.LifSettings;
import dev.soma.runtime.NeuronOps;
import dev.soma.runtime.NeuronShape;
import dev.soma.runtime.NormAxis;
import dev.soma.runtime.NormGradients;
import dev.soma.runtime.NormParameters;
import dev.soma.runtime.NormSettings;
import dev.soma.runtime.NormShape;
import dev.soma.runtime.Reset;
import org.jspecify.annotations.Nullable;

/**
 * Neuron on devices that run kernels. LIF is one launch over all steps; with MPBN in training a step needs the statistics of all
 * its potentials, and is two launches. Rows are cut into splits, see {@link RowTiling}.
 *
 * <pre>
 * operation                launches                            work-items                          in groups of
 * LIF forward              lifForward                          32 for each word of a step          256
 * LIF backward             lifBackward                         one a neuron                        256
 * LIF + MPBN, training     (lifMpbnStep, lifMpbnStatistics) * steps, lifMpbnStep
 *                            lifMpbnStep                       32 for each word, by splits * 8     32 x 8
 *                            lifMpbnStatistics                 features, by 8                      32 x 8
 * LIF + MPBN, evaluation   lifMpbnEvaluation                   as lifForward                       256
 * LIF + MPBN, backward     (lifMpbnBackwardStep, lifMpbnBackwardSums) * steps, lifMpbnBackwardStep
 *                            as forward
 * LIF with folded MPBN     lifFoldedForward                    as lifForward                       256
 * learnable decay          decayForward, decayBackward         one
 *   its gradient           decaySum twice                      at most 256 groups, then one        256
 * </pre>
 */
final class KernelNeuron extends NeuronOps {
    /** Terms of the decay's gradient that a work-item adds before its group does. */
    private static final int TERMS_PER_ITEM = 16;

    private final LazyKernel forward;
    private final LazyKernel backward;
    private final LazyKernel mpbnStep;
    private final LazyKernel mpbnStatistics;
    private final LazyKernel mpbnEvaluation;
    private final LazyKernel mpbnBackwardStep;
    private final LazyKernel mpbnBackwardSums;
    private final LazyKernel foldedForward;
    private final LazyKernel decayForward;
    private final LazyKernel decayBackward;
    private final LazyKernel decaySum;

    private final Scratch sums;
    private final Scratch decayTerms;
    private final Scratch decaySums;
    private final int groups;

    KernelNeuron(KernelDevice device) {
        this(device, RowTiling.USUAL_GROUPS);
    }

    /** With a number of groups that the {@link RowTiling} aims at. */
    KernelNeuron(KernelDevice device, int groups) {
        super(device);
        forward = new LazyKernel(device, LifKernels.class, "lifForward");
        backward = new LazyKernel(device, LifKernels.class, "lifBackward");
        mpbnStep = new LazyKernel(device, LifMpbnKernels.class, "lifMpbnStep");
        mpbnStatistics = new LazyKernel(device, LifMpbnKernels.class, "lifMpbnStatistics");
        mpbnEvaluation = new LazyKernel(device, LifMpbnKernels.class, "lifMpbnEvaluation");
        mpbnBackwardStep = new LazyKernel(device, LifMpbnBackwardKernels.class, "lifMpbnBackwardStep");
        mpbnBackwardSums = new LazyKernel(device, LifMpbnBackwardKernels.class, "lifMpbnBackwardSums");
        foldedForward = new LazyKernel(device, FoldedLifKernels.class, "lifFoldedForward");
        decayForward = new LazyKernel(device, DecayKernels.class, "decayForward");
        decayBackward = new LazyKernel(device, DecayKernels.class, "decayBackward");
        decaySum = new LazyKernel(device, DecayKernels.class, "decaySum");
        sums = new Scratch(device);
        decayTerms = new Scratch(device);
        decaySums = new Scratch(device);
        this.groups = groups;
    }

    @Override
    protected void doLifForward(
            NeuronShape shape,
            LifSettings settings,
            Buffer decay,
            Buffer xSeq,
            Buffer spikeSeq,
            @Nullable Buffer hSeq) {
        forward.launch(
                wordGrid(shape),
                shape.steps(),
                rows(shape),
                shape.channels(),
                xStep(shape, xSeq),
                hSeq == null ? 0 : 1,
                reset(settings),
                settings.vTh(),
                decay,
                xSeq,
                spikeSeq,
                hSeq == null ? xSeq : hSeq);
    }

    @Override
    protected void doLifBackward(
            NeuronShape shape,
            LifSettings settings,
            Buffer decay,
            Buffer gradSpikeSeq,
            Buffer hSeq,
            Buffer gradXSeq,
            @Nullable Buffer gradDecay) {
        int neurons = shape.neurons();
        Buffer terms = gradDecay == null ? gradXSeq : decayTerms.floats(neurons);
        backward.launch(
                Grid.flat(neurons),
                shape.steps(),
                neurons,
                gradDecay == null ? 0 : 1,
                backwardReset(settings),
                settings.surrogate().kind().code(),
                settings.surrogate().alpha(),
                settings.vTh(),
                decay,
                gradSpikeSeq,
                hSeq,
                gradXSeq,
                terms);
        if (gradDecay != null) {
            sum(neurons, terms, gradDecay);
        }
    }

    @Override
    protected void doLifMpbnForwardTraining(
            NeuronShape shape,
            NormAxis axis,
            LifSettings settings,
            NormSettings norm,
            Buffer decay,
            Buffer xSeq,
            NormParameters parameters,
            Buffer spikeSeq,
            Buffer hSeq,
            BatchStatistics saved) {
        NormShape normShape = shape.norm(axis);
        RowTiling tiling = tiling(normShape, shape.channels());
        Buffer partials = sums.floats(tiling.splits() * 2 * normShape.features());
        for (int step = 0; step <= shape.steps(); step++) {
            mpbnStep.launch(
                    stepGrid(normShape, shape.channels(), tiling),
                    step,
                    shape.steps(),
                    normShape.rows(),
                    normShape.features() / shape.channels(),
                    shape.channels(),
                    xStep(shape, xSeq),
                    tiling.rowsPerItem(),
                    reset(settings),
                    settings.vTh(),
                    decay,
                    xSeq,
                    parameters.gamma(),
                    parameters.beta(),
                    saved.mean(),
                    saved.invStd(),
                    spikeSeq,
                    hSeq,
                    partials);
            if (step < shape.steps()) {
                mpbnStatistics.launch(
                        featureGrid(normShape),
                        step,
                        normShape.rows(),
                        normShape.features(),
                        tiling.splits(),
                        norm.eps(),
                        norm.momentum(),
                        hSeq,
                        partials,
                        saved.mean(),
                        saved.invStd(),
                        parameters.runningMean(),
                        parameters.runningVar());
            }
        }
    }

    @Override
    protected void doLifMpbnForwardEvaluation(
            NeuronShape shape,
            NormAxis axis,
            LifSettings settings,
            float eps,
            Buffer decay,
            Buffer xSeq,
            NormParameters parameters,
            Buffer spikeSeq) {
        mpbnEvaluation.launch(
                wordGrid(shape),
                shape.steps(),
                rows(shape),
                normalizedPixels(shape, axis),
                shape.channels(),
                xStep(shape, xSeq),
                eps,
                reset(settings),
                settings.vTh(),
                decay,
                xSeq,
                parameters.gamma(),
                parameters.beta(),
                parameters.runningMean(),
                parameters.runningVar(),
                spikeSeq);
    }

    @Override
    protected void doLifMpbnBackward(
            NeuronShape shape,
            NormAxis axis,
            LifSettings settings,
            Buffer decay,
            Buffer gradSpikeSeq,
            Buffer hSeq,
            Buffer gamma,
            Buffer beta,
            BatchStatistics saved,
            Buffer gradXSeq,
            NormGradients gradients,
            @Nullable Buffer gradDecay) {
        NormShape normShape = shape.norm(axis);
        int features = normShape.features();
        RowTiling tiling = tiling(normShape, shape.channels());
        Buffer partials = sums.floats((2 + 3 * tiling.splits()) * features);
        Buffer terms = decayTerms.floats(features);
        for (int step = shape.steps() - 1; step >= -1; step--) {
            mpbnBackwardStep.launch(
                    stepGrid(normShape, shape.channels(), tiling),
                    step,
                    shape.steps(),
                    normShape.rows(),
                    features / shape.channels(),
                    shape.channels(),
                    tiling.rowsPerItem(),
                    backwardReset(settings),
                    settings.surrogate().kind().code(),
                    settings.surrogate().alpha(),
                    settings.vTh(),
                    decay,
                    gradSpikeSeq,
                    hSeq,
                    gamma,
                    beta,
                    saved.mean(),
                    saved.invStd(),
                    gradXSeq,
                    partials);
            if (step >= 0) {
                mpbnBackwardSums.launch(
                        featureGrid(normShape),
                        step == shape.steps() - 1 ? 1 : 0,
                        normShape.rows(),
                        features,
                        tiling.splits(),
                        partials,
                        gradients.gamma(),
                        gradients.beta(),
                        terms);
            }
        }
        if (gradDecay != null) {
            sum(features, terms, gradDecay);
        }
    }

    @Override
    protected void doLifFoldedForward(
            NeuronShape shape,
            NormAxis axis,
            LifSettings settings,
            Buffer decay,
            Buffer xSeq,
            FoldedThreshold folded,
            Buffer spikeSeq) {
        foldedForward.launch(
                wordGrid(shape),
                shape.steps(),
                rows(shape),
                normalizedPixels(shape, axis),
                shape.channels(),
                xStep(shape, xSeq),
                reset(settings),
                settings.vTh(),
                decay,
                xSeq,
                folded.threshold(),
                folded.sign(),
                spikeSeq);
    }

    @Override
    protected void doDecayForward(Buffer w, Buffer decay) {
        decayForward.launch(Grid.of(1, 1), w, decay);
    }

    @Override
    protected void doDecayBackward(Buffer decay, Buffer gradDecay, Buffer gradW) {
        decayBackward.launch(Grid.of(1, 1), decay, gradDecay, gradW);
    }

    /** Two launches: the groups' sums, then their sum. */
    private void sum(int size, Buffer terms, Buffer result) {
        int local = DecayKernels.LOCAL;
        int sumGroups = Math.clamp(Math.ceilDiv(size, local * TERMS_PER_ITEM), 1, local);
        Buffer groupSums = decaySums.floats(sumGroups);
        decaySum.launch(Grid.of((long) sumGroups * local, local), size, terms, groupSums);
        decaySum.launch(Grid.of(local, local), sumGroups, groupSums, result);
    }

    /** One work-item a neuron, channels rounded up to whole words. */
    private static Grid wordGrid(NeuronShape shape) {
        return Grid.of((long) shape.stepWords() * Integer.SIZE, LifKernels.LOCAL);
    }

    private static Grid stepGrid(NormShape shape, int channels, RowTiling tiling) {
        return Grid.of(
                (long) columns(shape, channels) * LifMpbnKernels.LANES,
                (long) tiling.splits() * LifMpbnKernels.ROW_LANES,
                LifMpbnKernels.LANES,
                LifMpbnKernels.ROW_LANES);
    }

    private static Grid featureGrid(NormShape shape) {
        return Grid.of(shape.features(), LifMpbnKernels.ROW_LANES, LifMpbnKernels.LANES, LifMpbnKernels.ROW_LANES);
    }

    private RowTiling tiling(NormShape shape, int channels) {
        return RowTiling.of(shape.rows(), columns(shape, channels), groups);
    }

    private static int columns(NormShape shape, int channels) {
        return shape.features() / channels * Math.ceilDiv(channels, LifMpbnKernels.LANES);
    }

    private static int rows(NeuronShape shape) {
        return shape.batch() * shape.pixels();
    }

    /** The spikes of neurons without batch statistics; their currents may stand in a longer buffer. */
    void fire(NeuronShape shape, FiringRule rule, Buffer xSeq, Buffer spikeSeq) {
        FoldedThreshold folded = rule.folded();
        if (folded == null) {
            doLifForward(shape, rule.settings(), rule.decay(), xSeq, spikeSeq, null);
        } else {
            doLifFoldedForward(shape, rule.axis(), rule.settings(), rule.decay(), xSeq, folded, spikeSeq);
        }
    }

    private static int xStep(NeuronShape shape, Buffer xSeq) {
        return isConstant(shape, xSeq) ? 0 : shape.neurons();
    }

    private static int normalizedPixels(NeuronShape shape, NormAxis axis) {
        return shape.norm(axis).features() / shape.channels();
    }

    private static int reset(LifSettings settings) {
        return settings.reset() == Reset.SOFT ? LifKernels.SOFT : 0;
    }

    private static int backwardReset(LifSettings settings) {
        return reset(settings) + (settings.detachReset() ? LifKernels.DETACHED : 0);
    }
}
