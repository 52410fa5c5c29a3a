package dev.soma.runtime.kernel;

import dev.soma.runtime.BatchStatistics;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.KernelDevice;
import dev.soma.runtime.NormGradients;
import dev.soma.runtime.NormParameters;
import dev.soma.runtime.NormSettings;
import dev.soma.runtime.NormShape;
import dev.soma.runtime.NormalizationOps;
import org.jspecify.annotations.Nullable;

/** Normalization on devices that run kernels. */
final class KernelNormalization extends NormalizationOps {
    KernelNormalization(KernelDevice device) {
        super(device);
    }

    @Override
    protected void doForwardTraining(
            NormShape shape,
            NormSettings settings,
            Buffer x,
            NormParameters parameters,
            Buffer y,
            BatchStatistics saved) {
        throw new UnsupportedOperationException("not written yet");
    }

    @Override
    protected void doForwardEvaluation(NormShape shape, float eps, Buffer x, NormParameters parameters, Buffer y) {
        throw new UnsupportedOperationException("not written yet");
    }

    @Override
    protected void doBackwardTraining(
            NormShape shape,
            Buffer gradY,
            Buffer x,
            Buffer gamma,
            BatchStatistics saved,
            Buffer gradX,
            NormGradients gradients) {
        throw new UnsupportedOperationException("not written yet");
    }

    @Override
    protected void doBackwardEvaluation(
            NormShape shape,
            float eps,
            Buffer gradY,
            Buffer x,
            NormParameters parameters,
            Buffer gradX,
            NormGradients gradients) {
        throw new UnsupportedOperationException("not written yet");
    }

    @Override
    protected void doFoldThreshold(
            int features, float eps, float vTh, NormParameters parameters, Buffer threshold, Buffer sign) {
        throw new UnsupportedOperationException("not written yet");
    }

    @Override
    protected void doFoldConvolution(
            int rows,
            int channels,
            float eps,
            Buffer weight,
            @Nullable Buffer bias,
            NormParameters parameters,
            Buffer foldedWeight,
            Buffer foldedBias) {
        throw new UnsupportedOperationException("not written yet");
    }
}
