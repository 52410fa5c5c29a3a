package dev.soma.layers;

/**
 * Average pooling; the output is floats, also of spikes.
 *
 * @param kernel height and width of the window
 * @param stride step of the window
 * @param padding rows and columns of zeros on each side, counted
 */
public record AvgPool2d(int kernel, int stride, int padding) implements Layer {

    /** Windows side by side. */
    public AvgPool2d(int kernel) {
        this(kernel, kernel, 0);
    }

    @Override
    public LiveLayer build(Construction construction, Signal input) {
        return new LivePooling(
                construction, input, images -> LivePooling.window(images, input, kernel, stride, padding), true);
    }
}
