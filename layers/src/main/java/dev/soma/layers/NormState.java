package dev.soma.layers;

import dev.soma.runtime.BatchStatistics;
import dev.soma.runtime.DataType;
import dev.soma.runtime.NormAxis;
import dev.soma.runtime.NormGradients;
import dev.soma.runtime.NormParameters;
import java.util.List;

/** Parameters, running statistics and saved batch statistics of a batch normalisation. */
final class NormState implements AutoCloseable {
    private final Parameter gamma;
    private final Parameter beta;
    private final NamedBuffer runningMean;
    private final NamedBuffer runningVar;
    private final BatchStatistics saved;

    /** The state for one statistic a channel or element of {@code input}, and {@code steps} batch statistics of each. */
    NormState(
            Construction construction, Signal input, NormAxis axis, int steps, float initialGamma, float initialBeta) {
        int[] shape = axis == NormAxis.CHANNEL
                ? new int[] {input.channels()}
                : new int[] {input.height(), input.width(), input.channels()};
        int features = axis == NormAxis.CHANNEL ? input.channels() : input.features();
        gamma = construction.parameter(construction.filled("gamma", initialGamma, shape), false);
        beta = construction.parameter(construction.filled("beta", initialBeta, shape), false);
        runningMean = construction.filled("runningMean", 0, shape);
        runningVar = construction.filled("runningVar", 1, shape);
        saved = new BatchStatistics(
                construction.device().allocate(DataType.FLOAT, steps * features),
                construction.device().allocate(DataType.FLOAT, steps * features));
    }

    NormParameters forOperations() {
        return new NormParameters(
                gamma.value().buffer(), beta.value().buffer(), runningMean.buffer(), runningVar.buffer());
    }

    NormGradients gradients() {
        return new NormGradients(gamma.gradient(), beta.gradient());
    }

    BatchStatistics saved() {
        return saved;
    }

    List<Parameter> parameters() {
        return List.of(gamma, beta);
    }

    List<NamedBuffer> statistics() {
        return List.of(runningMean, runningVar);
    }

    @Override
    public void close() {
        parameters().forEach(Kept::close);
        statistics().forEach(statistic -> statistic.buffer().close());
        saved.mean().close();
        saved.invStd().close();
    }
}
