package dev.soma.layers;

/**
 * Maximum pooling; of spikes the output is spikes.
 *
 * @param kernel height and width of the window
 * @param stride step of the window
 * @param padding rows and columns on each side that are passed over
 */
public record MaxPool2d(int kernel, int stride, int padding) implements Layer {

    /** Windows side by side. */
    public MaxPool2d(int kernel) {
        this(kernel, kernel, 0);
    }

    @Override
    public LiveLayer build(Construction construction, Signal input) {
        return new LivePooling(
                construction, input, images -> LivePooling.window(images, input, kernel, stride, padding), false);
    }
}
