package dev.soma.layers;

import dev.soma.runtime.NormAxis;
import dev.soma.runtime.NormShape;
import dev.soma.runtime.NormalizationOps;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A batch normalisation on a device. */
final class LiveBatchNorm extends LiveLayer {
    private final Construction construction;
    private final NormalizationOps ops;
    private final BatchNorm settings;
    private final Signal signal;
    private final NormState state;
    private @Nullable Tensor keptX;

    LiveBatchNorm(Construction construction, Signal signal, BatchNorm settings) {
        this.construction = construction;
        this.ops = construction.ops().normalization();
        this.settings = settings;
        this.signal = signal;
        this.state = new NormState(construction, signal, settings.axis(), 1, settings.initialGamma(), 0);
    }

    NormState state() {
        return state;
    }

    @Override
    public Signal output() {
        return signal;
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        NormShape shape = shape(x.batch());
        Tensor y = construction.tensor(signal, x.batch());
        if (pass.training()) {
            ops.forwardTraining(
                    shape, settings.settings(), x.buffer(), state.forOperations(), y.buffer(), state.saved());
            keptX = Kept.replace(keptX, x.retain());
        } else {
            ops.forwardEvaluation(shape, settings.settings().eps(), x.buffer(), state.forOperations(), y.buffer());
        }
        return y;
    }

    @Override
    public @Nullable Tensor backward(Tensor gradY, boolean needsGradX) {
        Tensor x = Kept.take(keptX);
        keptX = null;
        Tensor gradX = Kept.inPlaceOrNew(gradY, construction);
        ops.backwardTraining(
                shape(x.batch()),
                gradY.buffer(),
                x.buffer(),
                state.forOperations().gamma(),
                state.saved(),
                gradX.buffer(),
                state.gradients());
        x.release();
        gradY.release();
        return gradX;
    }

    @Override
    public List<Parameter> parameters() {
        return state.parameters();
    }

    @Override
    public List<NamedBuffer> statistics() {
        return state.statistics();
    }

    @Override
    public void close() {
        state.close();
    }

    private NormShape shape(int batch) {
        int samples = signal.steps() * batch;
        return settings.axis() == NormAxis.CHANNEL
                ? new NormShape(1, samples * signal.pixels(), signal.channels())
                : new NormShape(1, samples, signal.features());
    }
}
