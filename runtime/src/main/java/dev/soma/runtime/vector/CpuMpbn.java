package dev.soma.runtime.vector;

import dev.soma.kernels.normalization.NormalizationMath;
import dev.soma.runtime.NormSettings;
import java.util.Arrays;

/**
 * LIF with MPBN in training, whose every step needs the sums of the step before over all rows. Where a block has all rows,
 * its thread takes it through all steps while it is in the cache; else the threads meet after each step.
 */
final class CpuMpbn {
    /** Neurons of a block. */
    private static final int TILE = Integer.getInteger("mpbn", 4096);

    /** Rows that are added up in single precision. */
    private static final int MOST_ROWS = 128;

    private final NeuronTeam team;
    private final MpbnLoops loops;
    private final SurrogateLoops surrogates;

    CpuMpbn(NeuronTeam team, Form form) {
        this.team = team;
        loops = MpbnLoops.of(form);
        surrogates = SurrogateLoops.of(form);
    }

    /**
     * The arrays of a normalisation, those that an operation does not use empty.
     *
     * @param gamma scale, {@code [features]}
     * @param beta shift, {@code [features]}
     * @param mean {@code [steps, features]}
     * @param invStd {@code [steps, features]}
     */
    @SuppressWarnings("ArrayRecordComponent") // a plain carrier
    record Norm(float[] gamma, float[] beta, float[] mean, float[] invStd) {}

    /** Results that are added up over the steps, {@code [features]} each. */
    @SuppressWarnings("ArrayRecordComponent") // a plain carrier
    record PerFeature(float[] first, float[] second) {}

    /** Uses the sums of a step. */
    private interface Join {
        void run(float[] sums, int step, int firstFeature, int endFeature);
    }

    /** Training: {@code running} are the running mean and variance. */
    void forward(NeuronLayout layout, MpbnLoops.Forward call, NormSettings settings, Norm norm, PerFeature running) {
        NeuronCut cut = NeuronCut.of(layout, TILE);
        int steps = layout.steps();
        Join statistics = (sums, step, from, to) ->
                statistics(layout, settings, norm, running, call, sums, step, from, to);
        if (cut.byLines()) {
            team.run(cut, (scratch, block) -> {
                for (int step = 0; step < steps; step++) {
                    shift(scratch, call, block, step);
                    scratch.clearTotals(2 * block.width());
                    advance(scratch, call, block, step);
                    join(scratch, block, step, statistics);
                }
                loops.fire(call, block);
            });
        } else {
            NeuronBlock all = new NeuronBlock(layout, 0, layout.rows(), 0, layout.lines());
            for (int step = 0; step < steps; step++) {
                int now = step;
                shift(team.first(), call, all, step);
                team.clearTotals(2 * layout.features());
                team.run(cut, (scratch, block) -> advance(scratch, call, block, now));
                team.joinTotals(2 * layout.features());
                join(team.first(), all, step, statistics);
            }
            team.run(cut, (_, block) -> loops.fire(call, block));
        }
    }

    /** The potentials of the row from which deviations are measured. */
    private void shift(NeuronScratch scratch, MpbnLoops.Forward call, NeuronBlock block, int step) {
        NeuronBlock row = block.rows(MpbnLoops.SHIFT_ROW, MpbnLoops.SHIFT_ROW + 1);
        integrate(call, row, step, scratch.sums(2 * block.width()));
    }

    private void advance(NeuronScratch scratch, MpbnLoops.Forward call, NeuronBlock block, int step) {
        int size = 2 * block.width();
        float[] sums = scratch.sums(size);
        for (int row = block.firstRow(); row < block.endRow(); row += MOST_ROWS) {
            Arrays.fill(sums, 0, size, 0f);
            integrate(call, block.rows(row, Math.min(block.endRow(), row + MOST_ROWS)), step, sums);
            scratch.addToTotals(sums, size);
        }
    }

    private void integrate(MpbnLoops.Forward call, NeuronBlock block, int step, float[] sums) {
        if (step == 0) {
            loops.begin(call, block, sums);
        } else {
            loops.integrate(call, block, step, sums);
        }
    }

    private static void join(NeuronScratch scratch, NeuronBlock block, int step, Join body) {
        float[] sums = scratch.sums(2 * block.width());
        scratch.readTotals(sums, 2 * block.width());
        body.run(sums, step, block.firstFeature(), block.endFeature());
    }

    private static void statistics(
            NeuronLayout layout,
            NormSettings settings,
            Norm norm,
            PerFeature running,
            MpbnLoops.Forward call,
            float[] sums,
            int step,
            int from,
            int to) {
        int rows = layout.rows();
        int width = to - from;
        int shiftAt = (step * rows + MpbnLoops.SHIFT_ROW) * layout.features();
        int statistic = step * layout.features();
        float momentum = settings.momentum();
        float unbias = (float) rows / (rows - 1);
        for (int f = from; f < to; f++) {
            float offset = sums[f - from] / rows;
            float var = NormalizationMath.variance(offset, sums[width + f - from], rows);
            float mean = call.h()[shiftAt + f] + offset;
            float invStd = NormalizationMath.invStd(var, settings.eps());
            norm.mean()[statistic + f] = mean;
            norm.invStd()[statistic + f] = invStd;
            call.scale()[f] = norm.gamma()[f] * invStd;
            running.first()[f] = NormalizationMath.running(running.first()[f], mean, momentum);
            running.second()[f] = NormalizationMath.running(running.second()[f], var * unbias, momentum);
        }
    }

    /** Backward: {@code gradients} are those of gamma and beta. The result is the gradient of the decay. */
    float backward(NeuronLayout layout, MpbnLoops.Backward call, Norm norm, PerFeature gradients) {
        NeuronCut cut = NeuronCut.of(layout, TILE);
        SurrogateCurve curve = SurrogateCurve.of(call.settings());
        int last = layout.steps() - 1;
        Join means = (sums, step, from, to) -> means(layout, norm, gradients, call, sums, step, from, to);
        if (cut.byLines()) {
            team.run(cut, (scratch, block) -> {
                for (int step = last; step >= 0; step--) {
                    scale(layout, norm, call, step, block.firstFeature(), block.endFeature());
                    scratch.clearTotals(2 * block.width());
                    retreat(scratch, curve, call, block, step);
                    join(scratch, block, step, means);
                }
                loops.finish(call, block);
            });
        } else {
            NeuronBlock all = new NeuronBlock(layout, 0, layout.rows(), 0, layout.lines());
            for (int step = last; step >= 0; step--) {
                int now = step;
                scale(layout, norm, call, step, 0, layout.features());
                team.clearTotals(2 * layout.features());
                team.run(cut, (scratch, block) -> retreat(scratch, curve, call, block, now));
                team.joinTotals(2 * layout.features());
                join(team.first(), all, step, means);
            }
            team.run(cut, (_, block) -> loops.finish(call, block));
        }
        return team.takeDecaySum();
    }

    private void retreat(
            NeuronScratch scratch, SurrogateCurve curve, MpbnLoops.Backward call, NeuronBlock block, int step) {
        int size = 2 * block.width();
        int most = Math.clamp(TILE / block.width(), 1, MOST_ROWS);
        float[] sums = scratch.sums(size);
        float[] phi = scratch.slope(most * block.width());
        for (int row = block.firstRow(); row < block.endRow(); row += most) {
            NeuronBlock part = block.rows(row, Math.min(block.endRow(), row + most));
            Arrays.fill(sums, 0, size, 0f);
            loops.normalise(call, part, step, phi);
            surrogates.derivative(curve, phi, 0, phi, part.size());
            if (step == block.layout().steps() - 1) {
                loops.beginBack(call, part, phi, sums);
            } else {
                loops.retreat(call, part, step, phi, sums, scratch.decaySums());
            }
            scratch.addToTotals(sums, size);
        }
    }

    private static void scale(
            NeuronLayout layout, Norm norm, MpbnLoops.Backward call, int step, int from, int to) {
        int statistic = step * layout.features();
        for (int f = from; f < to; f++) {
            call.scale()[f] = norm.gamma()[f] * norm.invStd()[statistic + f];
        }
    }

    private static void means(
            NeuronLayout layout,
            Norm norm,
            PerFeature gradients,
            MpbnLoops.Backward call,
            float[] sums,
            int step,
            int from,
            int to) {
        int width = to - from;
        int statistic = step * layout.features();
        boolean first = step == layout.steps() - 1;
        for (int f = from; f < to; f++) {
            float invStd = norm.invStd()[statistic + f];
            float sum = sums[f - from];
            float product = sums[width + f - from] * invStd;
            float share = call.scale()[f] / layout.rows();
            gradients.first()[f] = (first ? 0f : gradients.first()[f]) + product;
            gradients.second()[f] = (first ? 0f : gradients.second()[f]) + sum;
            call.average()[f] = share * sum;
            call.slope()[f] = share * invStd * product;
        }
    }
}
