package dev.soma.layers;

import org.jspecify.annotations.Nullable;

/** What layers keep from a forward for its backward. */
final class Kept {
    private Kept() {}

    /** Keeps {@code next} in place of what a forward without backward left behind. */
    static Tensor replace(@Nullable Tensor previous, Tensor next) {
        if (previous != null) {
            previous.release();
        }
        return next;
    }

    /** What was kept. */
    static <T> T take(@Nullable T kept) {
        if (kept == null) {
            throw new IllegalStateException("backward without a forward in training before it");
        }
        return kept;
    }

    /** A tensor for the gradient of the input: {@code gradY} itself, held once more, where nobody else needs it. */
    static Tensor inPlaceOrNew(Tensor gradY, Construction construction) {
        return gradY.isExclusive() ? gradY.retain() : construction.tensor(gradY.signal(), gradY.batch());
    }

    /** Frees a parameter. */
    static void close(Parameter parameter) {
        parameter.value().buffer().close();
        parameter.gradient().close();
    }
}
