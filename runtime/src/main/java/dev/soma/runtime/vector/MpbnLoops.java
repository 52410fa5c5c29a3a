package dev.soma.runtime.vector;

import dev.soma.runtime.LifSettings;
import dev.soma.runtime.Reset;

/**
 * The inner loops of {@link CpuMpbn}. Means are {@code [steps, columns]}, other arrays of the normalisation {@code
 * [columns]}; {@code y = fma(h - mean, scale, beta)} with {@code scale = gamma * invStd} of the step. Rows {@code
 * firstRow} to {@code endRow} count from the block's first.
 */
interface MpbnLoops {

    /** The loops in that form. */
    static MpbnLoops of(Form form) {
        return form == Form.VECTOR ? new VectorMpbnLoops() : new ScalarMpbnLoops();
    }

    /**
     * What all steps of a forward share.
     *
     * @param settings vTh and the reset
     * @param decay of a step
     * @param x input currents
     * @param spikes out, {@code [steps, rows, lines, words]}
     * @param mean statistics of the steps before
     * @param scale that of the step before
     * @param beta shift after the normalisation
     */
    @SuppressWarnings("ArrayRecordComponent") // a plain carrier
    record Forward(
            LifSettings settings, float decay, Currents x, int[] spikes, float[] mean, float[] scale, float[] beta) {

        boolean soft() {
            return settings.reset() == Reset.SOFT;
        }
    }

    /**
     * What all steps of a backward share.
     *
     * @param settings vTh, the reset and the surrogate
     * @param decay of a step
     * @param g gradient of the spikes, {@code [steps, rows, columns]}
     * @param gradX out, like {@code g} and may be the same
     * @param mean statistics
     * @param scale that of the step
     * @param beta shift after the normalisation
     * @param average {@code scale * mean of dy}, of the step after
     * @param slope {@code scale * invStd * mean of dy * xHat}, of the step after
     */
    @SuppressWarnings("ArrayRecordComponent") // a plain carrier
    record Backward(
            LifSettings settings,
            float decay,
            float[] g,
            float[] gradX,
            float[] mean,
            float[] scale,
            float[] beta,
            float[] average,
            float[] slope) {

        boolean soft() {
            return settings.reset() == Reset.SOFT;
        }
    }

    /**
     * {@code h} of step 0, and sums as {@link #integrate}.
     *
     * @param h out
     */
    void begin(Forward call, NeuronBlock block, int firstRow, int endRow, NeuronRows h, float[] shift, float[] sums);

    /**
     * Fires {@code step - 1}, integrates {@code step}, and adds to the sums, with {@code d = h - shift}.
     *
     * @param before {@code h} of {@code step - 1}
     * @param h out; may be {@code before}
     * @param shift what deviations are measured from, from the block's first column on
     * @param sums of {@code d}, then of {@code d^2}, of a block's column each
     * @param masks room for as many ints as a row has neurons
     * @param columns room that the loops may use
     */
    void integrate(
            Forward call,
            NeuronBlock block,
            int firstRow,
            int endRow,
            int step,
            NeuronRows before,
            NeuronRows h,
            float[] shift,
            float[] sums,
            int[] masks,
            LineScratch columns);

    /**
     * Fires the last step.
     *
     * @param h its potentials
     * @param masks room for as many ints as a row has neurons
     */
    void fire(Forward call, NeuronBlock block, NeuronRows h, int[] masks);

    /** {@code y} of a step, one row after the other from index 0 on. */
    void normalise(Backward call, NeuronBlock block, int firstRow, int endRow, int step, NeuronRows h, float[] y);

    /**
     * The last step: as {@link #retreat} with nothing to finish and {@code dh} of the step after 0.
     *
     * @param e out
     */
    void beginBack(
            Backward call,
            NeuronBlock block,
            int firstRow,
            int endRow,
            NeuronRows h,
            float[] phi,
            NeuronRows e,
            float[] sums);

    /**
     * Makes what {@link #retreat} of that step needs of the block's columns.
     *
     * @param columns out
     */
    void prepare(Backward call, NeuronBlock block, int step, LineScratch columns);

    /**
     * Finishes {@code step + 1}, begins {@code step}, and adds to the sums:
     *
     * <pre>
     * dh = e[step+1] - average - (h[step+1] - mean) * slope ;  gradX[step+1] = dh ;  u = decay * dh
     * ds = g - u * h ;  dy = ds * phi ;  e = scale * dy + u * (1 - s)     by the reset
     * </pre>
     *
     * @param laterH {@code h} of {@code step + 1}
     * @param laterE {@code e} of {@code step + 1}
     * @param h that of {@code step}
     * @param phi surrogate derivatives of {@code step}, one row after the other from index 0 on
     * @param columns what {@link #prepare} made
     * @param e out, that of {@code step}; may be {@code laterE}
     * @param sums of {@code dy}, then of {@code dy * (h - mean)}, of a block's column each
     * @param decaySums sums to which the {@code dh * v} are added, some to each: parts of the decay's gradient
     */
    void retreat(
            Backward call,
            NeuronBlock block,
            int firstRow,
            int endRow,
            int step,
            NeuronRows laterH,
            NeuronRows laterE,
            NeuronRows h,
            float[] phi,
            LineScratch columns,
            NeuronRows e,
            float[] sums,
            float[] decaySums);

    /** Finishes step 0. */
    void finish(Backward call, NeuronBlock block, NeuronRows h, NeuronRows e);
}
