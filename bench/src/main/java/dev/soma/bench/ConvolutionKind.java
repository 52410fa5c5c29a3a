package dev.soma.bench;

/** What is computed of a convolution. */
enum ConvolutionKind {
    FORWARD("conv2d forward", false, 1.3),
    FORWARD_SPIKES("conv2d forward on spikes", true, 5),
    GRAD_INPUT("conv2d input gradient", false, 1.3),
    GRAD_WEIGHT("conv2d weight gradient", false, 0),
    GRAD_WEIGHT_SPIKES("conv2d weight gradient on spikes", true, 4),
    GRADIENTS("conv2d both gradients", false, 0),
    GRADIENTS_SPIKES("conv2d both gradients on spikes", true, 0);

    private final String title;
    private final boolean onSpikes;
    private final double aim;

    ConvolutionKind(String title, boolean onSpikes, double aim) {
        this.title = title;
        this.onSpikes = onSpikes;
        this.aim = aim;
    }

    /** In few words. */
    String title() {
        return title;
    }

    /** Whether the input are spikes; else floats. */
    boolean onSpikes() {
        return onSpikes;
    }

    /** How many times as fast as PyTorch Soma is meant to be, 0 if that is open. */
    double aim() {
        return aim;
    }

    boolean isForward() {
        return this == FORWARD || this == FORWARD_SPIKES;
    }

    boolean givesInputGradient() {
        return this == GRAD_INPUT || this == GRADIENTS || this == GRADIENTS_SPIKES;
    }

    boolean givesWeightGradient() {
        return !isForward() && this != GRAD_INPUT;
    }
}
