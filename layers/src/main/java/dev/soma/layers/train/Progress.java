package dev.soma.layers.train;

/** Is told how training goes on. */
@FunctionalInterface
public interface Progress {
    /** Tells nobody. */
    Progress NONE = (done, of, loss, accuracy) -> {};

    /**
     * A batch is done.
     *
     * @param done samples of the epoch so far
     * @param of samples of the epoch
     * @param loss mean loss of the epoch so far
     * @param accuracy share of right predictions of the epoch so far
     */
    void update(int done, int of, double loss, double accuracy);
}
