package dev.soma.runtime.kernel;

import dev.soma.kernels.normalization.NormBackwardKernels;
import dev.soma.kernels.normalization.NormFoldKernels;
import dev.soma.kernels.normalization.NormForwardKernels;
import dev.soma.kernels.normalization.NormReduction;
import dev.soma.runtime.BatchStatistics;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.Grid;
import dev.soma.runtime.KernelDevice;
import dev.soma.runtime.NormGradients;
import dev.soma.runtime.NormParameters;
import dev.soma.runtime.NormSettings;
import dev.soma.runtime.NormShape;
import dev.soma.runtime.NormalizationOps;
import org.jspecify.annotations.Nullable;

/**
 * Normalization on devices that run kernels. A step's rows are cut into splits, see {@link NormReduction}.
 *
 * <pre>
 * operation            launches           work-items                                   in groups of
 * forward, training    normMoments        features, by steps * splits * 8              32 x 8
 *                      normStatistics     features, by 8                               32 x 8
 *                      normTrain          some rows of one feature each, by steps      256
 * forward, evaluation  normEvaluate       the same, all steps as one                   256
 * backward, training   normGradSums       as normMoments                               32 x 8
 *                      normGradParameters as normStatistics                            32 x 8
 *                      normGradX          as normTrain                                 256
 * backward, evaluation normInvStd         one a feature                                256
 *                      normGradSums, normGradParameters, normGradXEvaluate: all steps as one
 * fold                 normFoldThreshold  one a feature                                256
 *                      normFoldConvolution one a weight                                256
 * </pre>
 */
final class KernelNormalization extends NormalizationOps {
    private static final int LOCAL = 256;

    private final LazyKernel moments;
    private final LazyKernel statistics;
    private final LazyKernel train;
    private final LazyKernel evaluate;
    private final LazyKernel invStd;
    private final LazyKernel gradSums;
    private final LazyKernel gradParameters;
    private final LazyKernel gradX;
    private final LazyKernel gradXEvaluate;
    private final LazyKernel foldThreshold;
    private final LazyKernel foldConvolution;
    private final Scratch partial;
    private final Scratch means;
    private final Scratch evaluatedInvStd;

    KernelNormalization(KernelDevice device) {
        super(device);
        moments = new LazyKernel(device, NormForwardKernels.class, "normMoments");
        statistics = new LazyKernel(device, NormForwardKernels.class, "normStatistics");
        train = new LazyKernel(device, NormForwardKernels.class, "normTrain");
        evaluate = new LazyKernel(device, NormForwardKernels.class, "normEvaluate");
        invStd = new LazyKernel(device, NormBackwardKernels.class, "normInvStd");
        gradSums = new LazyKernel(device, NormBackwardKernels.class, "normGradSums");
        gradParameters = new LazyKernel(device, NormBackwardKernels.class, "normGradParameters");
        gradX = new LazyKernel(device, NormBackwardKernels.class, "normGradX");
        gradXEvaluate = new LazyKernel(device, NormBackwardKernels.class, "normGradXEvaluate");
        foldThreshold = new LazyKernel(device, NormFoldKernels.class, "normFoldThreshold");
        foldConvolution = new LazyKernel(device, NormFoldKernels.class, "normFoldConvolution");
        partial = new Scratch(device);
        means = new Scratch(device);
        evaluatedInvStd = new Scratch(device);
    }

    @Override
    protected void doForwardTraining(
            NormShape shape,
            NormSettings settings,
            Buffer x,
            NormParameters parameters,
            Buffer y,
            BatchStatistics saved) {
        int steps = shape.steps();
        int rows = shape.rows();
        int features = shape.features();
        int splits = NormReduction.splits(steps, rows, features);
        Buffer sums = partialSums(shape, splits);
        moments.launch(sumsGrid(shape, splits), rows, features, splits, x, sums);
        statistics.launch(
                joinGrid(features),
                steps,
                rows,
                features,
                splits,
                settings.eps(),
                settings.momentum(),
                x,
                sums,
                saved.mean(),
                saved.invStd(),
                parameters.runningMean(),
                parameters.runningVar());
        train.launch(
                elementGrid(shape),
                rows,
                features,
                x,
                saved.mean(),
                saved.invStd(),
                parameters.gamma(),
                parameters.beta(),
                y);
    }

    @Override
    protected void doForwardEvaluation(NormShape shape, float eps, Buffer x, NormParameters parameters, Buffer y) {
        NormShape all = oneStep(shape);
        evaluate.launch(
                elementGrid(all),
                all.rows(),
                all.features(),
                eps,
                x,
                parameters.gamma(),
                parameters.beta(),
                parameters.runningMean(),
                parameters.runningVar(),
                y);
    }

    @Override
    protected void doBackwardTraining(
            NormShape shape,
            Buffer gradY,
            Buffer x,
            Buffer gamma,
            BatchStatistics saved,
            Buffer newGradX,
            NormGradients gradients) {
        Buffer meansOfRows = parameterGradients(shape, gradY, x, saved, gradients);
        gradX.launch(
                elementGrid(shape),
                shape.rows(),
                shape.features(),
                gradY,
                x,
                saved.mean(),
                saved.invStd(),
                gamma,
                meansOfRows,
                newGradX);
    }

    @Override
    protected void doBackwardEvaluation(
            NormShape shape,
            float eps,
            Buffer gradY,
            Buffer x,
            NormParameters parameters,
            Buffer newGradX,
            NormGradients gradients) {
        NormShape all = oneStep(shape);
        Buffer inverse = evaluatedInvStd.floats(all.features());
        invStd.launch(Grid.flat(all.features()), all.features(), eps, parameters.runningVar(), inverse);
        parameterGradients(all, gradY, x, new BatchStatistics(parameters.runningMean(), inverse), gradients);
        gradXEvaluate.launch(
                elementGrid(all),
                all.rows(),
                all.features(),
                eps,
                gradY,
                parameters.gamma(),
                parameters.runningVar(),
                newGradX);
    }

    @Override
    protected void doFoldThreshold(
            int features, float eps, float vTh, NormParameters parameters, Buffer threshold, Buffer sign) {
        foldThreshold.launch(
                Grid.flat(features),
                features,
                eps,
                vTh,
                parameters.gamma(),
                parameters.beta(),
                parameters.runningMean(),
                parameters.runningVar(),
                threshold,
                sign);
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
        foldConvolution.launch(
                Grid.flat((long) rows * channels),
                rows,
                channels,
                bias == null ? 0 : 1,
                eps,
                weight,
                bias == null ? weight : bias,
                parameters.gamma(),
                parameters.beta(),
                parameters.runningMean(),
                parameters.runningVar(),
                foldedWeight,
                foldedBias);
    }

    /** Writes the gradients of gamma and beta; returns the means over the rows, {@code [steps, 2, features]}. */
    private Buffer parameterGradients(
            NormShape shape, Buffer gradY, Buffer x, BatchStatistics statisticsUsed, NormGradients gradients) {
        int splits = NormReduction.splits(shape.steps(), shape.rows(), shape.features());
        Buffer sums = partialSums(shape, splits);
        Buffer meansOfRows = means.floats(2 * shape.steps() * shape.features());
        gradSums.launch(
                sumsGrid(shape, splits),
                shape.rows(),
                shape.features(),
                splits,
                gradY,
                x,
                statisticsUsed.mean(),
                statisticsUsed.invStd(),
                sums);
        gradParameters.launch(
                joinGrid(shape.features()),
                shape.steps(),
                shape.rows(),
                shape.features(),
                splits,
                sums,
                meansOfRows,
                gradients.gamma(),
                gradients.beta());
        return meansOfRows;
    }

    private Buffer partialSums(NormShape shape, int splits) {
        return partial.floats(2 * shape.steps() * splits * shape.features());
    }

    /** What does not depend on the step sees the steps as more rows. */
    private static NormShape oneStep(NormShape shape) {
        return new NormShape(1, shape.steps() * shape.rows(), shape.features());
    }

    private static Grid sumsGrid(NormShape shape, int splits) {
        return Grid.of(
                shape.features(),
                (long) shape.steps() * splits * NormReduction.LANES,
                NormReduction.COLUMNS,
                NormReduction.LANES);
    }

    private static Grid joinGrid(int features) {
        return Grid.of(features, NormReduction.LANES, NormReduction.COLUMNS, NormReduction.LANES);
    }

    private static Grid elementGrid(NormShape shape) {
        long items = (long) Math.ceilDiv(shape.rows(), NormForwardKernels.PER_ITEM) * shape.features();
        return Grid.of(items, shape.steps(), LOCAL, 1);
    }
}
