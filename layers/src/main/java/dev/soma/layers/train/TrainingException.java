package dev.soma.layers.train;

/** Training cannot go on. The message says what to do. */
public final class TrainingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure with what was wrong and what to do about it. */
    public TrainingException(String message) {
        super(message);
    }
}
