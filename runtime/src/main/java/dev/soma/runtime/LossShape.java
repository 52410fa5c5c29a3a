package dev.soma.runtime;

/**
 * The sizes of a classification loss: {@code logits [steps, batch, classes]}.
 *
 * @param steps time steps, T
 * @param batch samples, N
 * @param classes classes, K
 */
public record LossShape(int steps, int batch, int classes) {

    /** Checks the sizes. */
    public LossShape {
        Check.positive("steps", steps);
        Check.positive("batch", batch);
        Check.positive("classes", classes);
        Check.size("logits", steps, batch, classes);
    }

    /** Elements of the logits. */
    public int size() {
        return steps * batch * classes;
    }
}
