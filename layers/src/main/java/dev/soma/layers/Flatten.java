package dev.soma.layers;

import org.jspecify.annotations.Nullable;

/** Joins the pixels of each sample and step to one vector: feature {@code pixel * channels + c}. */
public record Flatten() implements Layer {

    @Override
    public LiveLayer build(Construction construction, Signal input) {
        return new Live(construction, input);
    }

    private static final class Live extends LiveLayer {
        private final Construction construction;
        private final Signal input;
        private final Signal output;

        Live(Construction construction, Signal input) {
            this.construction = construction;
            this.input = input;
            this.output = input.withImage(1, 1, input.features());
        }

        @Override
        public Signal output() {
            return output;
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            boolean sameBits = input.channels() % Integer.SIZE == 0 || input.isVector();
            if (!input.spikes() || sameBits) {
                return x.retain().as(output);
            }
            Tensor flat = construction.tensor(output, x.batch());
            construction
                    .ops()
                    .spikes()
                    .flatten(input.steps() * x.batch(), input.pixels(), input.channels(), x.buffer(), flat.buffer());
            return flat;
        }

        @Override
        public @Nullable Tensor backward(Tensor gradY, boolean needsGradX) {
            return gradY.as(input.asFloats());
        }
    }
}
