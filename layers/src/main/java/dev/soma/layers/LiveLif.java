package dev.soma.layers;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.FiringRule;
import dev.soma.runtime.NeuronOps;
import dev.soma.runtime.NeuronShape;
import dev.soma.runtime.NormAxis;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Neurons on a device. */
final class LiveLif extends LiveNeurons {
    private final Construction construction;
    private final NeuronOps ops;
    private final Lif settings;
    private final Signal input;
    private final @Nullable NormState norm;
    private final @Nullable Parameter decayLogit;
    private final Buffer decay;
    private final @Nullable Buffer gradDecay;
    private @Nullable Tensor keptH;

    LiveLif(Construction construction, Signal input, Lif settings) {
        super(construction);
        this.construction = construction;
        this.ops = construction.ops().neuron();
        this.settings = settings;
        this.input = input;
        Mpbn mpbn = settings.mpbn();
        this.norm = mpbn == null
                ? null
                : new NormState(
                        construction.inner("mpbn"),
                        input,
                        mpbn.axis(),
                        input.steps(),
                        mpbn.initialGamma(),
                        mpbn.initialBeta());
        this.decay = construction.device().allocate(settings.decay());
        if (settings.learnsDecay()) {
            float logit = (float) Math.log(settings.decay() / (1 - settings.decay()));
            this.decayLogit = construction.parameter(construction.filled("decayLogit", logit, 1), false);
            this.gradDecay = construction.device().allocate(0f);
        } else {
            this.decayLogit = null;
            this.gradDecay = null;
        }
    }

    @Nullable
    NormState norm() {
        return norm;
    }

    /** The decay as it is now, one element. */
    Buffer decay() {
        if (decayLogit != null) {
            ops.decayForward(decayLogit.value().buffer(), decay);
        }
        return decay;
    }

    @Override
    public Signal output() {
        return input.asSpikes();
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        NeuronShape shape = input.neurons(x.batch());
        Tensor spikes = construction.tensor(output(), x.batch());
        Tensor h = pass.training() ? construction.tensor(input, x.batch()) : null;
        Mpbn mpbn = settings.mpbn();
        if (mpbn == null || norm == null) {
            ops.lifForward(
                    shape, settings.settings(), decay(), x.buffer(), spikes.buffer(), h == null ? null : h.buffer());
        } else if (h != null) {
            ops.lifMpbnForwardTraining(
                    shape,
                    mpbn.axis(),
                    settings.settings(),
                    mpbn.settings(),
                    decay(),
                    x.buffer(),
                    norm.forOperations(),
                    spikes.buffer(),
                    h.buffer(),
                    norm.saved());
        } else {
            ops.lifMpbnForwardEvaluation(
                    shape,
                    mpbn.axis(),
                    settings.settings(),
                    mpbn.settings().eps(),
                    decay(),
                    x.buffer(),
                    norm.forOperations(),
                    spikes.buffer());
        }
        if (h != null) {
            keptH = Kept.replace(keptH, h);
        }
        observe(pass, spikes);
        return spikes;
    }

    @Override
    boolean fireByRule() {
        return norm == null;
    }

    @Override
    FiringRule rule() {
        return FiringRule.plain(settings.settings(), decay());
    }

    @Override
    public @Nullable Tensor backward(Tensor gradY, boolean needsGradX) {
        Tensor h = Kept.take(keptH);
        keptH = null;
        NeuronShape shape = input.neurons(h.batch());
        Tensor gradX = Kept.inPlaceOrNew(gradY, construction);
        if (norm == null) {
            ops.lifBackward(shape, settings.settings(), decay, gradY.buffer(), h.buffer(), gradX.buffer(), gradDecay);
        } else {
            ops.lifMpbnBackward(
                    shape,
                    axis(),
                    settings.settings(),
                    decay,
                    gradY.buffer(),
                    h.buffer(),
                    norm.forOperations().gamma(),
                    norm.forOperations().beta(),
                    norm.saved(),
                    gradX.buffer(),
                    norm.gradients(),
                    gradDecay);
        }
        if (decayLogit != null && gradDecay != null) {
            ops.decayBackward(decay, gradDecay, decayLogit.gradient());
        }
        h.release();
        gradY.release();
        return gradX;
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        if (norm != null) {
            parameters.addAll(norm.parameters());
        }
        if (decayLogit != null) {
            parameters.add(decayLogit);
        }
        return parameters;
    }

    @Override
    public List<NamedBuffer> statistics() {
        return norm == null ? List.of() : norm.statistics();
    }

    @Override
    public void close() {
        if (norm != null) {
            norm.close();
        }
        if (decayLogit != null) {
            Kept.close(decayLogit);
        }
        if (gradDecay != null) {
            gradDecay.close();
        }
        decay.close();
    }

    private NormAxis axis() {
        Mpbn mpbn = settings.mpbn();
        return mpbn == null ? NormAxis.CHANNEL : mpbn.axis();
    }
}
