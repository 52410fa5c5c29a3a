package dev.soma.layers.data;

import java.util.List;

/**
 * Changes a sample at random, in place. All frames of a sample are changed alike. Whatever is random must come from the
 * given generator, which {@link BatchReader} seeds by (seed, epoch, index).
 */
@FunctionalInterface
public interface Augmentation {
    /** Leaves samples as they are. */
    Augmentation NONE = (images, random) -> {};

    /** Changes a sample. */
    void apply(Images images, SeededRandom random);

    /** Applies one after the other. */
    static Augmentation of(Augmentation... steps) {
        return new Steps(List.of(steps));
    }

    /**
     * Several, one after the other.
     *
     * @param steps the first is applied first
     */
    record Steps(List<Augmentation> steps) implements Augmentation {

        /** Copies the list. */
        public Steps {
            steps = List.copyOf(steps);
        }

        @Override
        public void apply(Images images, SeededRandom random) {
            for (Augmentation step : steps) {
                step.apply(images, random);
            }
        }
    }
}
