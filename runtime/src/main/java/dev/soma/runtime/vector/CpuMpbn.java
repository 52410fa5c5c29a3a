package dev.soma.runtime.vector;

import dev.soma.runtime.NormSettings;

/**
 * LIF with MPBN in training, whose every step needs sums of the step before over all rows. Where a block has all rows, its
 * thread takes it through all steps, in memory of its own so that each sequence is passed over once; else the threads meet
 * after each step.
 */
final class CpuMpbn {
    /** Neurons whose surrogate derivatives are taken at a time. */
    private static final int TILE = 2048;

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

    /** A forward. {@code hSeq} is written. */
    @SuppressWarnings("ArrayRecordComponent") // a plain carrier
    record Forward(
            MpbnLoops.Forward call,
            MpbnStatistics statistics,
            NormSettings settings,
            float[] hSeq,
            float[] runningMean,
            float[] runningVar) {}

    /** A backward. The gradients are written. */
    @SuppressWarnings("ArrayRecordComponent") // a plain carrier
    record Backward(
            MpbnLoops.Backward call, MpbnStatistics statistics, float[] hSeq, float[] gradGamma, float[] gradBeta) {}

    void forward(Forward forward) {
        NeuronLayout layout = forward.statistics().layout();
        NeuronCut cut = team.cut(layout);
        if (cut.byLines()) {
            team.run(cut, (scratch, block) -> forwardAlone(forward, scratch, block));
        } else {
            forwardTogether(forward, layout, cut);
        }
    }

    private void forwardAlone(Forward forward, NeuronScratch scratch, NeuronBlock block) {
        NeuronRows h = scratch.potentials(block);
        for (int step = 0; step < block.layout().steps(); step++) {
            float[] shift = shift(forward, scratch, block, step, h);
            float[] sums = advanceAlone(forward, scratch, block, step, h, shift);
            update(forward, block, step, shift, sums);
            h.copyTo(NeuronRows.of(forward.hSeq(), block, step), block);
        }
        loops.fire(forward.call(), block, h, scratch.masks(block.width()));
    }

    private void forwardTogether(Forward forward, NeuronLayout layout, NeuronCut cut) {
        NeuronBlock all = layout.whole();
        float[] hSeq = forward.hSeq();
        int last = layout.steps() - 1;
        for (int now = 0; now <= last; now++) {
            int step = now;
            NeuronRows h = NeuronRows.of(hSeq, all, step);
            NeuronRows before = NeuronRows.of(hSeq, all, Math.max(0, step - 1));
            float[] shift = shift(forward, team.first(), all, step, before);
            team.clearTotals(2 * layout.columns());
            team.run(cut, (scratch, block) -> advance(forward, scratch, block, step, before, h, shift));
            team.joinTotals(2 * layout.columns());
            update(forward, all, step, shift, team.first().readTotals(all));
        }
        NeuronRows lastH = NeuronRows.of(hSeq, all, last);
        team.run(cut, (scratch, block) -> loops.fire(forward.call(), block, lastH, scratch.masks(block.width())));
    }

    /** The first row's potentials: deviations from them are no larger than deviations, whatever the mean. */
    private float[] shift(Forward forward, NeuronScratch scratch, NeuronBlock block, int step, NeuronRows before) {
        int width = block.width();
        float[] shift = scratch.shift(width);
        float[] unused = scratch.sums(2 * width);
        NeuronRows row = new NeuronRows(shift, 0, width);
        integrate(forward, scratch, block, 0, 1, step, before, row, shift, unused);
        block.layout().repeat(shift, 0);
        return shift;
    }

    private float[] advanceAlone(
            Forward forward, NeuronScratch scratch, NeuronBlock block, int step, NeuronRows h, float[] shift) {
        if (block.height() > MOST_ROWS) {
            scratch.clearTotals(2 * block.width());
            advance(forward, scratch, block, step, h, h, shift);
            return scratch.readTotals(block);
        }
        float[] sums = scratch.clearedSums(2 * block.width());
        integrate(forward, scratch, block, 0, block.height(), step, h, h, shift, sums);
        return sums;
    }

    private void advance(
            Forward forward,
            NeuronScratch scratch,
            NeuronBlock block,
            int step,
            NeuronRows before,
            NeuronRows h,
            float[] shift) {
        int size = 2 * block.width();
        for (int row = 0; row < block.height(); row += MOST_ROWS) {
            float[] sums = scratch.clearedSums(size);
            int end = Math.min(block.height(), row + MOST_ROWS);
            integrate(forward, scratch, block, row, end, step, before, h, shift, sums);
            scratch.addToTotals(sums, size);
        }
    }

    private void integrate(
            Forward forward,
            NeuronScratch scratch,
            NeuronBlock block,
            int firstRow,
            int endRow,
            int step,
            NeuronRows before,
            NeuronRows h,
            float[] shift,
            float[] sums) {
        if (step == 0) {
            loops.begin(forward.call(), block, firstRow, endRow, h, shift, sums);
        } else {
            loops.integrate(
                    forward.call(),
                    block,
                    firstRow,
                    endRow,
                    step,
                    before,
                    h,
                    shift,
                    sums,
                    scratch.masks(block.width()),
                    scratch.columns());
        }
    }

    private static void update(Forward forward, NeuronBlock block, int step, float[] shift, float[] sums) {
        forward.statistics()
                .update(forward.settings(), block, step, shift, sums, forward.runningMean(), forward.runningVar());
    }

    /** The result is the gradient of the decay. */
    float backward(Backward backward) {
        NeuronLayout layout = backward.statistics().layout();
        NeuronCut cut = team.cut(layout);
        SurrogateCurve curve = SurrogateCurve.of(backward.call().settings());
        for (int step = 0; step < layout.steps(); step++) {
            backward.statistics().repeatMean(step);
        }
        if (cut.byLines()) {
            team.run(cut, (scratch, block) -> backwardAlone(backward, curve, scratch, block));
        } else {
            backwardTogether(backward, curve, layout, cut);
        }
        return team.takeDecaySum();
    }

    private void backwardAlone(Backward backward, SurrogateCurve curve, NeuronScratch scratch, NeuronBlock block) {
        NeuronRows laterH = scratch.otherPotentials(block);
        NeuronRows h = scratch.potentials(block);
        NeuronRows e = scratch.gradients(block);
        for (int step = block.layout().steps() - 1; step >= 0; step--) {
            NeuronRows.of(backward.hSeq(), block, step).copyTo(h, block);
            backward.statistics().scale(block, step);
            float[] sums = retreatAlone(backward, curve, scratch, block, step, laterH, e, h);
            addGradients(backward, block, step, sums);
            NeuronRows free = laterH;
            laterH = h;
            h = free;
        }
        loops.finish(backward.call(), block, laterH, e);
    }

    private void backwardTogether(Backward backward, SurrogateCurve curve, NeuronLayout layout, NeuronCut cut) {
        NeuronBlock all = layout.whole();
        float[] hSeq = backward.hSeq();
        float[] gradX = backward.call().gradX();
        int last = layout.steps() - 1;
        for (int now = last; now >= 0; now--) {
            int step = now;
            int later = Math.min(last, step + 1);
            NeuronRows laterH = NeuronRows.of(hSeq, all, later);
            NeuronRows laterE = NeuronRows.of(gradX, all, later);
            NeuronRows h = NeuronRows.of(hSeq, all, step);
            NeuronRows e = NeuronRows.of(gradX, all, step);
            backward.statistics().scale(all, step);
            team.clearTotals(2 * layout.columns());
            team.run(cut, (scratch, block) -> retreat(backward, curve, scratch, block, step, laterH, laterE, h, e));
            team.joinTotals(2 * layout.columns());
            addGradients(backward, all, step, team.first().readTotals(all));
        }
        NeuronRows firstH = NeuronRows.of(hSeq, all, 0);
        NeuronRows firstE = NeuronRows.of(gradX, all, 0);
        team.run(cut, (_, block) -> loops.finish(backward.call(), block, firstH, firstE));
    }

    private float[] retreatAlone(
            Backward backward,
            SurrogateCurve curve,
            NeuronScratch scratch,
            NeuronBlock block,
            int step,
            NeuronRows laterH,
            NeuronRows e,
            NeuronRows h) {
        if (block.height() > MOST_ROWS) {
            scratch.clearTotals(2 * block.width());
            retreat(backward, curve, scratch, block, step, laterH, e, h, e);
            return scratch.readTotals(block);
        }
        float[] sums = scratch.clearedSums(2 * block.width());
        retreatSome(backward, curve, scratch, block, 0, block.height(), step, laterH, e, h, e, sums);
        return sums;
    }

    private void retreat(
            Backward backward,
            SurrogateCurve curve,
            NeuronScratch scratch,
            NeuronBlock block,
            int step,
            NeuronRows laterH,
            NeuronRows laterE,
            NeuronRows h,
            NeuronRows e) {
        int size = 2 * block.width();
        for (int row = 0; row < block.height(); row += MOST_ROWS) {
            int end = Math.min(block.height(), row + MOST_ROWS);
            float[] sums = scratch.clearedSums(size);
            retreatSome(backward, curve, scratch, block, row, end, step, laterH, laterE, h, e, sums);
            scratch.addToTotals(sums, size);
        }
    }

    private void retreatSome(
            Backward backward,
            SurrogateCurve curve,
            NeuronScratch scratch,
            NeuronBlock block,
            int firstRow,
            int endRow,
            int step,
            NeuronRows laterH,
            NeuronRows laterE,
            NeuronRows h,
            NeuronRows e,
            float[] sums) {
        MpbnLoops.Backward call = backward.call();
        int width = block.width();
        int most = Math.max(1, TILE / width);
        boolean isLast = step == block.layout().steps() - 1;
        float[] phi = scratch.slope(most * width);
        float[] decaySums = scratch.decaySums();
        LineScratch columns = scratch.columns();
        if (!isLast) {
            loops.prepare(call, block, step, columns);
        }
        for (int row = firstRow; row < endRow; row += most) {
            int end = Math.min(endRow, row + most);
            loops.normalise(call, block, row, end, step, h, phi);
            surrogates.derivative(curve, phi, 0, phi, (end - row) * width);
            if (isLast) {
                loops.beginBack(call, block, row, end, h, phi, e, sums);
            } else {
                loops.retreat(call, block, row, end, step, laterH, laterE, h, phi, columns, e, sums, decaySums);
            }
        }
    }

    private static void addGradients(Backward backward, NeuronBlock block, int step, float[] sums) {
        MpbnLoops.Backward call = backward.call();
        backward.statistics()
                .addGradients(
                        block, step, sums, backward.gradGamma(), backward.gradBeta(), call.average(), call.slope());
    }
}
