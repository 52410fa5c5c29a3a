package dev.soma.layers.train;

/**
 * A learning rate that rises linearly over the warm-up and then falls along half a cosine to 0 at the end.
 *
 * @param peak the largest rate, positive
 * @param warmupSteps steps of the rise, 0 for none
 * @param totalSteps steps in all
 */
public record CosineSchedule(float peak, long warmupSteps, long totalSteps) {

    /** Checks the ranges. */
    public CosineSchedule {
        if (!(peak > 0) || !Float.isFinite(peak)) {
            throw new IllegalArgumentException("peak is " + peak + ", expected a positive number");
        }
        if (warmupSteps < 0 || totalSteps < 1 || warmupSteps >= totalSteps) {
            throw new IllegalArgumentException("warmupSteps is " + warmupSteps + " and totalSteps " + totalSteps
                    + ", expected 0 <= warmupSteps < totalSteps");
        }
    }

    /** The rate of a step, from 0. */
    public float at(long step) {
        if (step < warmupSteps) {
            return peak * (step + 1) / warmupSteps;
        }
        double progress = (double) (step - warmupSteps) / (totalSteps - warmupSteps);
        return (float) (peak * 0.5 * (1 + Math.cos(Math.PI * Math.min(progress, 1))));
    }
}
