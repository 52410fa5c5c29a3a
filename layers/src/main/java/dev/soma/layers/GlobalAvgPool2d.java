package dev.soma.layers;

import dev.soma.runtime.Pool2dShape;

/** The average of the whole image; the output is vectors of floats, also of spikes. */
public record GlobalAvgPool2d() implements Layer {

    @Override
    public LiveLayer build(Construction construction, Signal input) {
        return new LivePooling(
                construction,
                input,
                images -> Pool2dShape.global(images, input.height(), input.width(), input.channels()),
                true);
    }
}
