package dev.soma.runtime.vector;

import static dev.soma.runtime.host.HeapBuffer.floats;

import dev.soma.kernels.normalization.NormalizationMath;
import dev.soma.runtime.BatchStatistics;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.NormGradients;
import dev.soma.runtime.NormParameters;
import dev.soma.runtime.NormSettings;
import dev.soma.runtime.NormShape;
import dev.soma.runtime.NormalizationOps;
import dev.soma.runtime.host.Workers;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Normalization on the processor. Training reads {@code x} twice: for the sums, and for {@code y}; the backward reads {@code
 * x} and {@code gradY} twice. Threads split the {@link NormTiles tiles}, and the features where sums are joined.
 */
final class CpuNormalization extends NormalizationOps {
    /** Features whose folding is worth a thread's start. */
    private static final int FOLD_GRAIN = 256;

    private final Workers workers;
    private final NormalizationLoops loops;
    private final HostScratch sums = new HostScratch();
    private final HostScratch means = new HostScratch();
    private final HostScratch scales = new HostScratch();
    private final HostScratch offsets = new HostScratch();
    private final HostScratch slopes = new HostScratch();
    private final Map<NormShape, NormTiles> cuts = new HashMap<>();

    CpuNormalization(VectorDevice device) {
        super(device);
        workers = device.workers();
        loops = NormalizationLoops.of(device.form());
    }

    @Override
    protected void doForwardTraining(
            NormShape shape,
            NormSettings settings,
            Buffer x,
            NormParameters parameters,
            Buffer y,
            BatchStatistics saved) {
        NormTiles tiles = tiles(shape);
        float[] values = floats(x);
        float[] normalised = floats(y);
        float[] gamma = floats(parameters.gamma());
        float[] beta = floats(parameters.beta());
        float[] invStd = floats(saved.invStd());
        float[] mean = means.atLeast(tiles.columns());
        float[] scale = scales.atLeast(tiles.columns());
        float[] offset = offsets.atLeast(tiles.columns());
        statistics(shape, tiles, settings, values, mean, parameters, saved);
        forFeatures(shape, tiles, (step, feature) -> {
            tiles.spread(scale, step, feature, gamma[feature] * invStd[step * shape.features() + feature]);
            tiles.spread(offset, step, feature, beta[feature]);
        });
        forTiles(tiles, tile -> loops.evaluate(tile, values, mean, scale, offset, normalised));
    }

    @Override
    protected void doForwardEvaluation(NormShape shape, float eps, Buffer x, NormParameters parameters, Buffer y) {
        NormShape all = oneStep(shape);
        NormTiles tiles = tiles(all);
        float[] values = floats(x);
        float[] normalised = floats(y);
        float[] gamma = floats(parameters.gamma());
        float[] beta = floats(parameters.beta());
        float[] runningMean = floats(parameters.runningMean());
        float[] runningVar = floats(parameters.runningVar());
        float[] mean = means.atLeast(tiles.columns());
        float[] scale = scales.atLeast(tiles.columns());
        float[] offset = offsets.atLeast(tiles.columns());
        forFeatures(all, tiles, (step, feature) -> {
            tiles.spread(mean, step, feature, runningMean[feature]);
            tiles.spread(scale, step, feature, NormalizationMath.scale(gamma[feature], runningVar[feature], eps));
            tiles.spread(offset, step, feature, beta[feature]);
        });
        forTiles(tiles, tile -> loops.evaluate(tile, values, mean, scale, offset, normalised));
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
        NormTiles tiles = tiles(shape);
        float[] outer = floats(gradY);
        float[] values = floats(x);
        float[] inner = floats(gradX);
        float[] gammas = floats(gamma);
        float[] savedMean = floats(saved.mean());
        float[] invStd = floats(saved.invStd());
        float[] gradGamma = floats(gradients.gamma());
        float[] gradBeta = floats(gradients.beta());
        float[] mean = means.atLeast(tiles.columns());
        float[] scale = scales.atLeast(tiles.columns());
        float[] average = offsets.atLeast(tiles.columns());
        float[] slope = slopes.atLeast(tiles.columns());
        forFeatures(
                shape,
                tiles,
                (step, feature) -> tiles.spread(mean, step, feature, savedMean[step * shape.features() + feature]));
        float[] partial = products(tiles, outer, values, mean);
        forFeatures(shape, tiles, (step, feature) -> {
            double inverse = invStd[step * shape.features() + feature];
            double sum = tiles.sum(partial, step, feature, 0);
            double product = tiles.sum(partial, step, feature, 1) * inverse;
            gradBeta[feature] = (float) (step == 0 ? sum : gradBeta[feature] + sum);
            gradGamma[feature] = (float) (step == 0 ? product : gradGamma[feature] + product);
            tiles.spread(average, step, feature, (float) (sum / shape.rows()));
            tiles.spread(slope, step, feature, (float) (inverse * product / shape.rows()));
            tiles.spread(scale, step, feature, (float) (gammas[feature] * inverse));
        });
        forTiles(tiles, tile -> loops.gradient(tile, outer, values, mean, average, slope, scale, inner));
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
        NormShape all = oneStep(shape);
        NormTiles tiles = tiles(all);
        float[] outer = floats(gradY);
        float[] inner = floats(gradX);
        float[] gamma = floats(parameters.gamma());
        float[] runningMean = floats(parameters.runningMean());
        float[] runningVar = floats(parameters.runningVar());
        float[] gradGamma = floats(gradients.gamma());
        float[] gradBeta = floats(gradients.beta());
        float[] mean = means.atLeast(tiles.columns());
        float[] scale = scales.atLeast(tiles.columns());
        forFeatures(all, tiles, (step, feature) -> tiles.spread(mean, step, feature, runningMean[feature]));
        float[] partial = products(tiles, outer, floats(x), mean);
        forFeatures(all, tiles, (step, feature) -> {
            double inverse = NormalizationMath.invStd(runningVar[feature], eps);
            gradBeta[feature] = (float) tiles.sum(partial, step, feature, 0);
            gradGamma[feature] = (float) (tiles.sum(partial, step, feature, 1) * inverse);
            tiles.spread(scale, step, feature, NormalizationMath.scale(gamma[feature], runningVar[feature], eps));
        });
        forTiles(tiles, tile -> loops.scale(tile, outer, scale, inner));
    }

    @Override
    protected void doFoldThreshold(
            int features, float eps, float vTh, NormParameters parameters, Buffer threshold, Buffer sign) {
        float[] gamma = floats(parameters.gamma());
        float[] beta = floats(parameters.beta());
        float[] runningMean = floats(parameters.runningMean());
        float[] runningVar = floats(parameters.runningVar());
        float[] thresholds = floats(threshold);
        float[] signs = floats(sign);
        workers.ranges(features, FOLD_GRAIN, (from, to) -> {
            for (int feature = from; feature < to; feature++) {
                float mean = runningMean[feature];
                float scale = NormalizationMath.scale(gamma[feature], runningVar[feature], eps);
                float direction = NormalizationMath.foldedSign(mean, scale);
                thresholds[feature] = NormalizationMath.foldedThreshold(mean, scale, beta[feature], vTh, direction);
                signs[feature] = direction;
            }
        });
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
        NormShape shape = new NormShape(1, rows, channels);
        NormTiles tiles = tiles(shape);
        float[] weights = floats(weight);
        float[] foldedWeights = floats(foldedWeight);
        float @Nullable [] biases = bias == null ? null : floats(bias);
        float[] foldedBiases = floats(foldedBias);
        float[] gamma = floats(parameters.gamma());
        float[] beta = floats(parameters.beta());
        float[] runningMean = floats(parameters.runningMean());
        float[] runningVar = floats(parameters.runningVar());
        float[] scale = scales.atLeast(tiles.columns());
        forFeatures(shape, tiles, (step, channel) -> {
            float factor = NormalizationMath.scale(gamma[channel], runningVar[channel], eps);
            float old = biases == null ? 0 : biases[channel];
            foldedBiases[channel] = NormalizationMath.evaluate(old, runningMean[channel], factor, beta[channel]);
            tiles.spread(scale, step, channel, factor);
        });
        forTiles(tiles, tile -> loops.scale(tile, weights, scale, foldedWeights));
    }

    /** Writes the batch statistics, spreads the mean over its columns, and updates the running statistics. */
    private void statistics(
            NormShape shape,
            NormTiles tiles,
            NormSettings settings,
            float[] values,
            float[] mean,
            NormParameters parameters,
            BatchStatistics saved) {
        int rows = shape.rows();
        int features = shape.features();
        float momentum = settings.momentum();
        float[] savedMean = floats(saved.mean());
        float[] invStd = floats(saved.invStd());
        float[] runningMean = floats(parameters.runningMean());
        float[] runningVar = floats(parameters.runningVar());
        forFeatures(shape, tiles, (step, feature) -> {
            int first = step * rows * features + feature;
            float shift = NormalizationMath.shift(values, first, rows, features);
            savedMean[step * features + feature] = shift;
            tiles.spread(mean, step, feature, shift);
        });
        float[] partial = sums.atLeast(tiles.sums());
        forTiles(tiles, tile -> {
            tile.clear(partial);
            loops.addMoments(tile, values, mean, partial);
        });
        forFeatures(shape, tiles, (step, feature) -> {
            int index = step * features + feature;
            double offset = tiles.sum(partial, step, feature, 0) / rows;
            double squares = tiles.sum(partial, step, feature, 1) / rows;
            double var = Math.max(squares - offset * offset, 0);
            float batchMean = (float) (savedMean[index] + offset);
            float unbiased = (float) (var * rows / (rows - 1));
            savedMean[index] = batchMean;
            invStd[index] = (float) (1 / Math.sqrt(var + settings.eps()));
            tiles.spread(mean, step, feature, batchMean);
            runningMean[feature] = NormalizationMath.running(runningMean[feature], batchMean, momentum);
            runningVar[feature] = NormalizationMath.running(runningVar[feature], unbiased, momentum);
        });
    }

    /** The sums of {@code gradY} and of {@code gradY * (x - mean)}, of each tile. */
    private float[] products(NormTiles tiles, float[] gradY, float[] x, float[] mean) {
        float[] partial = sums.atLeast(tiles.sums());
        forTiles(tiles, tile -> {
            tile.clear(partial);
            loops.addProducts(tile, gradY, x, mean, partial);
        });
        return partial;
    }

    /** The tiles of that shape; kept, so that training makes no new ones. */
    private NormTiles tiles(NormShape shape) {
        return cuts.computeIfAbsent(shape, NormTiles::new);
    }

    private void forTiles(NormTiles tiles, Consumer<NormTile> body) {
        workers.ranges(tiles.count(), tiles.grain(), (from, to) -> {
            for (int number = from; number < to; number++) {
                body.accept(tiles.tile(number));
            }
        });
    }

    /** What is done for each feature, its steps in order. */
    @FunctionalInterface
    private interface FeatureBody {
        void run(int step, int feature);
    }

    private void forFeatures(NormShape shape, NormTiles tiles, FeatureBody body) {
        workers.ranges(shape.features(), tiles.featureGrain(), (from, to) -> {
            for (int step = 0; step < shape.steps(); step++) {
                for (int feature = from; feature < to; feature++) {
                    body.run(step, feature);
                }
            }
        });
    }

    /** What does not depend on the step sees the steps as more rows. */
    private static NormShape oneStep(NormShape shape) {
        return new NormShape(1, shape.steps() * shape.rows(), shape.features());
    }
}
