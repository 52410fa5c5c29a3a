package dev.soma.runtime.vector;

import dev.soma.runtime.NormSettings;
import java.util.Arrays;

/**
 * LIF with MPBN in training, whose every step needs sums of the step before over all rows. Where a block has all rows, its
 * thread takes it through all steps, in memory of its own so that each sequence is passed over once; else the threads meet
 * after each step.
 */
final class CpuMpbn {
    /** Neurons of a block. */
    private static final int TILE = 4096;

    /** Rows that are added up in single precision. */
    private static final int MOST_ROWS = 128;

    private final NeuronTeam team;
    private final int tile;
    private final MpbnLoops loops;
    private final SurrogateLoops surrogates;

    CpuMpbn(NeuronTeam team, Form form) {
        this(team, form, TILE);
    }

    /** With that many neurons a block. */
    CpuMpbn(NeuronTeam team, Form form, int tile) {
        this.team = team;
        this.tile = tile;
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
        NeuronCut cut = NeuronCut.of(layout, tile);
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
            scratch.clearTotals(2 * block.width());
            advance(forward, scratch, block, step, h, h, shift);
            update(forward, scratch, block, step, shift);
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
            int before = Math.max(0, step - 1);
            float[] shift = shift(forward, team.first(), all, step, NeuronRows.of(hSeq, all, before));
            team.clearTotals(2 * layout.columns());
            team.run(
                    cut,
                    (scratch, block) -> advance(
                            forward,
                            scratch,
                            block,
                            step,
                            NeuronRows.of(hSeq, block, before),
                            NeuronRows.of(hSeq, block, step),
                            shift));
            team.joinTotals(2 * layout.columns());
            update(forward, team.first(), all, step, shift);
        }
        team.run(cut, (scratch, block) -> loops.fire(
                forward.call(), block, NeuronRows.of(hSeq, block, last), scratch.masks(block.width())));
    }

    /** The first row's potentials: deviations from them are no larger than deviations, whatever the mean. */
    private float[] shift(Forward forward, NeuronScratch scratch, NeuronBlock block, int step, NeuronRows before) {
        int width = block.width();
        float[] shift = scratch.shift(width);
        float[] unused = scratch.sums(2 * width);
        int[] masks = scratch.masks(width);
        integrate(forward, block.rows(0, 1), step, before, new NeuronRows(shift, 0, width), shift, unused, masks);
        block.layout().repeat(shift, 0);
        return shift;
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
        float[] sums = scratch.sums(size);
        for (int row = 0; row < block.height(); row += MOST_ROWS) {
            Arrays.fill(sums, 0, size, 0f);
            NeuronBlock part = block.rows(row, Math.min(block.height(), row + MOST_ROWS));
            integrate(forward, part, step, before.after(row), h.after(row), shift, sums, scratch.masks(block.width()));
            scratch.addToTotals(sums, size);
        }
    }

    private void integrate(
            Forward forward,
            NeuronBlock block,
            int step,
            NeuronRows before,
            NeuronRows h,
            float[] shift,
            float[] sums,
            int[] masks) {
        if (step == 0) {
            loops.begin(forward.call(), block, h, shift, sums);
        } else {
            loops.integrate(forward.call(), block, step, before, h, shift, sums, masks);
        }
    }

    private static void update(Forward forward, NeuronScratch scratch, NeuronBlock block, int step, float[] shift) {
        forward.statistics()
                .update(
                        forward.settings(),
                        block,
                        step,
                        shift,
                        scratch.readTotals(block),
                        forward.runningMean(),
                        forward.runningVar());
    }

    /** The result is the gradient of the decay. */
    float backward(Backward backward) {
        NeuronLayout layout = backward.statistics().layout();
        NeuronCut cut = NeuronCut.of(layout, tile);
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
            scratch.clearTotals(2 * block.width());
            retreat(backward, curve, scratch, block, step, laterH, e, h, e);
            addGradients(backward, scratch, block, step);
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
            backward.statistics().scale(all, step);
            team.clearTotals(2 * layout.columns());
            team.run(
                    cut,
                    (scratch, block) -> retreat(
                            backward,
                            curve,
                            scratch,
                            block,
                            step,
                            NeuronRows.of(hSeq, block, later),
                            NeuronRows.of(gradX, block, later),
                            NeuronRows.of(hSeq, block, step),
                            NeuronRows.of(gradX, block, step)));
            team.joinTotals(2 * layout.columns());
            addGradients(backward, team.first(), all, step);
        }
        team.run(
                cut,
                (_, block) -> loops.finish(
                        backward.call(), block, NeuronRows.of(hSeq, block, 0), NeuronRows.of(gradX, block, 0)));
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
        MpbnLoops.Backward call = backward.call();
        int size = 2 * block.width();
        int most = Math.clamp(tile / block.width(), 1, MOST_ROWS);
        float[] sums = scratch.sums(size);
        float[] phi = scratch.slope(most * block.width());
        for (int row = 0; row < block.height(); row += most) {
            NeuronBlock part = block.rows(row, Math.min(block.height(), row + most));
            NeuronRows partH = h.after(row);
            Arrays.fill(sums, 0, size, 0f);
            loops.normalise(call, part, step, partH, phi);
            surrogates.derivative(curve, phi, 0, phi, part.size());
            if (step == block.layout().steps() - 1) {
                loops.beginBack(call, part, partH, phi, e.after(row), sums);
            } else {
                loops.retreat(
                        call,
                        part,
                        step,
                        laterH.after(row),
                        laterE.after(row),
                        partH,
                        phi,
                        e.after(row),
                        sums,
                        scratch.decaySums());
            }
            scratch.addToTotals(sums, size);
        }
    }

    private static void addGradients(Backward backward, NeuronScratch scratch, NeuronBlock block, int step) {
        MpbnLoops.Backward call = backward.call();
        backward.statistics()
                .addGradients(
                        block,
                        step,
                        scratch.readTotals(block),
                        backward.gradGamma(),
                        backward.gradBeta(),
                        call.average(),
                        call.slope());
    }
}
