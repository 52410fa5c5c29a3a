package dev.soma.layers;

import org.jspecify.annotations.Nullable;

/**
 * Direct encoding: the same floats at every step. Put it after the first convolution and its normalisation, whose results
 * are the same at all steps, and they are computed once.
 *
 * @param steps time steps, T
 */
public record Repeat(int steps) implements Layer {

    @Override
    public LiveLayer build(Construction construction, Signal input) {
        if (input.steps() != 1 || input.spikes()) {
            throw construction.error("only floats of one step can be repeated, not " + input);
        }
        return new LiveRepeat(construction, input, steps);
    }

    /** On a device. Neurons right behind it take its input as it is: {@link ForwardLayers}. */
    static final class LiveRepeat extends LiveLayer {
        private final Construction construction;
        private final Signal input;
        private final Signal output;

        LiveRepeat(Construction construction, Signal input, int steps) {
            this.construction = construction;
            this.input = input;
            this.output = input.withSteps(steps);
        }

        @Override
        public Signal output() {
            return output;
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            Tensor y = construction.tensor(output, x.batch());
            construction.ops().encoder().repeat(output.steps(), input.size(x.batch()), x.buffer(), y.buffer());
            return y;
        }

        @Override
        public @Nullable Tensor backward(Tensor gradY, boolean needsGradX) {
            Tensor gradX = null;
            if (needsGradX) {
                int batch = gradY.batch();
                gradX = construction.tensor(input, batch);
                construction
                        .ops()
                        .encoder()
                        .repeatBackward(output.steps(), input.size(batch), gradY.buffer(), gradX.buffer());
            }
            gradY.release();
            return gradX;
        }
    }
}
