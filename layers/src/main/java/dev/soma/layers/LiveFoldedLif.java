package dev.soma.layers;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.FiringRule;
import dev.soma.runtime.FoldedThreshold;
import dev.soma.runtime.NormAxis;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Neurons with folded thresholds on a device. */
final class LiveFoldedLif extends LiveNeurons {
    private final Construction construction;
    private final Signal input;
    private final NamedBuffer threshold;
    private final NamedBuffer sign;
    private final Buffer decay;
    private final FiringRule rule;

    LiveFoldedLif(Construction construction, Signal input, FoldedLif settings) {
        super(construction);
        this.construction = construction;
        this.input = input;
        int[] shape = settings.axis() == NormAxis.CHANNEL
                ? new int[] {input.channels()}
                : new int[] {input.height(), input.width(), input.channels()};
        this.threshold = construction.filled("threshold", settings.settings().vTh(), shape);
        this.sign = construction.filled("sign", 1, shape);
        this.decay = construction.device().allocate(settings.decay());
        this.rule = new FiringRule(
                settings.settings(), decay, settings.axis(), new FoldedThreshold(threshold.buffer(), sign.buffer()));
    }

    @Override
    public Signal output() {
        return input.asSpikes();
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        if (pass.training()) {
            throw new IllegalStateException("a folded network cannot be trained; train the network it came from");
        }
        Tensor spikes = construction.tensor(output(), x.batch());
        rule.fire(construction.ops().neuron(), input.neurons(x.batch()), x.buffer(), spikes.buffer());
        observe(pass, spikes);
        return spikes;
    }

    @Override
    boolean fireByRule() {
        return true;
    }

    @Override
    FiringRule rule() {
        return rule;
    }

    @Override
    public @Nullable Tensor backward(Tensor gradY, boolean needsGradX) {
        throw new IllegalStateException("a folded network has no backward");
    }

    @Override
    public List<NamedBuffer> statistics() {
        return List.of(threshold, sign);
    }

    @Override
    public void close() {
        statistics().forEach(buffer -> buffer.buffer().close());
        decay.close();
    }
}
