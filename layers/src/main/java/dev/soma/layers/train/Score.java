package dev.soma.layers.train;

/** Mean loss and accuracy over samples, summed in their order. */
final class Score {
    private double lossSum;
    private int right;
    private int samples;

    void add(ClassificationLoss.Result result, int... labels) {
        for (int n = 0; n < result.losses().length; n++) {
            lossSum += result.losses()[n];
            if (result.classes()[n] == labels[n]) {
                right++;
            }
        }
        samples += result.losses().length;
    }

    int samples() {
        return samples;
    }

    double loss() {
        return samples == 0 ? 0 : lossSum / samples;
    }

    double accuracy() {
        return samples == 0 ? 0 : (double) right / samples;
    }
}
