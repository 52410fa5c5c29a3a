package dev.soma.runtime.vector;

import static dev.soma.runtime.host.HeapBuffer.floats;
import static dev.soma.runtime.host.HeapBuffer.ints;

import dev.soma.kernels.KernelMath;
import dev.soma.kernels.normalization.NormalizationMath;
import dev.soma.runtime.BatchStatistics;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.FiringRule;
import dev.soma.runtime.FoldedThreshold;
import dev.soma.runtime.LifSettings;
import dev.soma.runtime.NeuronOps;
import dev.soma.runtime.NeuronShape;
import dev.soma.runtime.NormAxis;
import dev.soma.runtime.NormGradients;
import dev.soma.runtime.NormParameters;
import dev.soma.runtime.NormSettings;
import dev.soma.runtime.host.Workers;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Neurons on the processor. Threads split the neurons; each takes a few at a time through all steps, so that what goes from
 * step to step stays in the cache and memory is passed over once.
 */
final class CpuNeuron extends NeuronOps {
    /** Features whose scale is worth a thread's start. */
    private static final int SCALE_GRAIN = 4096;

    private final Workers workers;
    private final NeuronTeam team;
    private final LifLoops loops;
    private final SurrogateLoops surrogates;
    private final CpuMpbn mpbn;
    private final HostScratch means = new HostScratch();
    private final HostScratch factors = new HostScratch();
    private final HostScratch offsets = new HostScratch();
    private final HostScratch averages = new HostScratch();
    private final HostScratch slopes = new HostScratch();

    CpuNeuron(VectorDevice device) {
        super(device);
        workers = device.workers();
        team = new NeuronTeam(workers);
        loops = LifLoops.of(device.form());
        surrogates = SurrogateLoops.of(device.form());
        mpbn = new CpuMpbn(team, device.form());
    }

    @Override
    protected void doLifForward(
            NeuronShape shape,
            LifSettings settings,
            Buffer decay,
            Buffer xSeq,
            Buffer spikeSeq,
            @Nullable Buffer hSeq) {
        forward(
                NeuronLayout.plain(shape),
                new LifLoops.Forward(
                        settings,
                        floats(decay)[0],
                        Firing.plain(),
                        currents(shape, xSeq),
                        ints(spikeSeq),
                        hSeq == null ? null : floats(hSeq)));
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
        NeuronLayout layout = NeuronLayout.withoutSums(shape, axis);
        float[] gamma = floats(parameters.gamma());
        float[] var = floats(parameters.runningVar());
        float[] scale = factors.atLeast(layout.columns());
        workers.ranges(layout.features(), SCALE_GRAIN, (from, to) -> {
            for (int f = from; f < to; f++) {
                scale[f] = NormalizationMath.scale(gamma[f], var[f], eps);
            }
        });
        layout.repeat(scale, 0);
        Firing firing = Firing.normalised(
                layout.columns(floats(parameters.runningMean()), means),
                scale,
                layout.columns(floats(parameters.beta()), offsets));
        forward(
                layout,
                new LifLoops.Forward(settings, floats(decay)[0], firing, currents(shape, xSeq), ints(spikeSeq), null));
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
        fire(shape, new FiringRule(settings, decay, axis, folded), currents(shape, xSeq), ints(spikeSeq));
    }

    /** The spikes of neurons without batch statistics. */
    void fire(NeuronShape shape, FiringRule rule, Currents x, int[] spikeSeq) {
        NeuronLayout layout = NeuronLayout.of(shape, rule);
        Firing firing = Firing.of(rule, layout, 0, offsets, factors);
        forward(layout, new LifLoops.Forward(rule.settings(), floats(rule.decay())[0], firing, x, spikeSeq, null));
    }

    private static Currents currents(NeuronShape shape, Buffer xSeq) {
        return new Currents(floats(xSeq), isConstant(shape, xSeq));
    }

    private void forward(NeuronLayout layout, LifLoops.Forward call) {
        team.run(team.cut(layout), (scratch, block) -> loops.forward(call, block, scratch));
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
        LifLoops.Backward call =
                new LifLoops.Backward(settings, floats(decay)[0], floats(gradSpikeSeq), floats(hSeq), floats(gradXSeq));
        SurrogateCurve curve = SurrogateCurve.of(settings);
        NeuronLayout layout = new NeuronLayout(shape.steps(), 1, shape.neurons(), 1, 1);
        team.run(team.cut(layout), (scratch, block) -> {
            int count = block.size();
            float[] slope = scratch.slope(count);
            float[] later = scratch.potentials(count);
            Arrays.fill(later, 0, count, 0f);
            int laterAt = 0;
            for (int step = layout.steps() - 1; step >= 0; step--) {
                int at = block.element(step, 0);
                surrogates.derivative(curve, call.h(), at, slope, count);
                loops.backward(call, at, count, later, laterAt, slope, scratch.decaySums());
                later = call.gradX();
                laterAt = at;
            }
        });
        write(team.takeDecaySum(), gradDecay);
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
        NeuronLayout layout = NeuronLayout.of(shape, axis);
        MpbnStatistics statistics = statistics(layout, parameters.gamma(), saved);
        MpbnLoops.Forward call = new MpbnLoops.Forward(
                settings,
                floats(decay)[0],
                currents(shape, xSeq),
                ints(spikeSeq),
                statistics.columnMean(),
                statistics.scale(),
                layout.columns(floats(parameters.beta()), offsets));
        mpbn.forward(new CpuMpbn.Forward(
                call,
                statistics,
                norm,
                floats(hSeq),
                floats(parameters.runningMean()),
                floats(parameters.runningVar())));
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
        NeuronLayout layout = NeuronLayout.of(shape, axis);
        MpbnStatistics statistics = statistics(layout, gamma, saved);
        MpbnLoops.Backward call = new MpbnLoops.Backward(
                settings,
                floats(decay)[0],
                floats(gradSpikeSeq),
                floats(gradXSeq),
                statistics.columnMean(),
                statistics.scale(),
                layout.columns(floats(beta), offsets),
                averages.atLeast(layout.columns()),
                slopes.atLeast(layout.columns()));
        float decayGradient = mpbn.backward(new CpuMpbn.Backward(
                call, statistics, floats(hSeq), floats(gradients.gamma()), floats(gradients.beta())));
        write(decayGradient, gradDecay);
    }

    private MpbnStatistics statistics(NeuronLayout layout, Buffer gamma, BatchStatistics saved) {
        float[] mean = floats(saved.mean());
        return new MpbnStatistics(
                layout,
                floats(gamma),
                mean,
                floats(saved.invStd()),
                layout.repeats() == 1 ? mean : means.atLeast(layout.steps() * layout.columns()),
                factors.atLeast(layout.columns()));
    }

    private static void write(float value, @Nullable Buffer buffer) {
        if (buffer != null) {
            floats(buffer)[0] = value;
        }
    }

    @Override
    protected void doDecayForward(Buffer w, Buffer decay) {
        floats(decay)[0] = KernelMath.sigmoid(floats(w)[0]);
    }

    @Override
    protected void doDecayBackward(Buffer decay, Buffer gradDecay, Buffer gradW) {
        float value = floats(decay)[0];
        floats(gradW)[0] = floats(gradDecay)[0] * value * (1f - value);
    }
}
