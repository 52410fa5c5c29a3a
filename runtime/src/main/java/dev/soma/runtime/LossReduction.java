package dev.soma.runtime;

/** How the time steps of the logits become one loss. */
public enum LossReduction {
    /** The loss of the mean logits over the steps. */
    MEAN_LOGITS,
    /** The mean over the steps of each step's loss (TET, Deng et al. 2022). */
    MEAN_LOSS
}
