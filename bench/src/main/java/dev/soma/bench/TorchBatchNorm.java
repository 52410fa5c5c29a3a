package dev.soma.bench;

import ai.djl.ndarray.NDArray;
import dev.soma.runtime.NormSettings;

/**
 * A batch normalisation in PyTorch; after a convolution or, step by step, of membrane potentials.
 *
 * @param gamma scale
 * @param beta shift
 * @param runningMean running mean, updated
 * @param runningVar running variance, updated
 */
record TorchBatchNorm(NDArray gamma, NDArray beta, NDArray runningMean, NDArray runningVar) {

    /** Normalises {@code x [N, C, ...]}: in training with its own statistics, else with the running ones. */
    NDArray apply(NDArray x, boolean training) {
        NormSettings settings = NormSettings.DEFAULT;
        // DJL's momentum is the weight of the old statistics; axis -1 is PyTorch's own, the channels
        return x.getNDArrayInternal()
                .batchNorm(
                        x, runningMean, runningVar, gamma, beta, -1, 1 - settings.momentum(), settings.eps(), training)
                .singletonOrThrow();
    }
}
