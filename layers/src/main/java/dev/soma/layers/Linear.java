package dev.soma.layers;

/**
 * A linear map of vectors, on floats or on spikes; the output is floats. {@code y = x W + b}.
 *
 * <p>The weight, {@code [inFeatures, features]}, starts normally distributed with variance {@code 1 / inFeatures}, the bias,
 * if any, at 0.
 *
 * @param features outputs
 * @param bias whether there is a bias
 */
public record Linear(int features, boolean bias) implements Layer {

    /** A linear map with bias. */
    public Linear(int features) {
        this(features, true);
    }

    @Override
    public LiveLayer build(Construction construction, Signal input) {
        if (!input.isVector()) {
            throw construction.error("a linear map takes vectors, not " + input + "; put a Flatten before it");
        }
        NamedBuffer weight =
                construction.normal("weight", Math.sqrt(1.0 / input.channels()), input.channels(), features);
        return new LiveConvolution(construction, input, new Conv2d(features, 1).withBias(bias), weight);
    }
}
