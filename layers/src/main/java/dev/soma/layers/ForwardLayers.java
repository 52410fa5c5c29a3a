package dev.soma.layers;

import java.util.ArrayList;
import java.util.List;

/** The layers that a forward goes through, where one operation does the work of two layers. */
final class ForwardLayers {
    private ForwardLayers() {}

    /** In training: neurons take a current that is the same at all steps as it is, without a {@link Repeat}. */
    static List<LiveLayer> inTraining(List<LiveLayer> layers) {
        List<LiveLayer> forward = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            boolean repeatsForNeurons = layers.get(i) instanceof Repeat.LiveRepeat
                    && i + 1 < layers.size()
                    && layers.get(i + 1) instanceof LiveNeurons;
            if (!repeatsForNeurons) {
                forward.add(layers.get(i));
            }
        }
        return forward;
    }

    /** In evaluation: neurons fire together with the convolution of spikes before them, too. */
    static List<LiveLayer> inEvaluation(List<LiveLayer> layers) {
        List<LiveLayer> forward = new ArrayList<>();
        for (LiveLayer layer : inTraining(layers)) {
            if (!forward.isEmpty()
                    && forward.getLast() instanceof LiveConvolution convolution
                    && convolution.takesSpikes()
                    && layer instanceof LiveNeurons neurons
                    && neurons.fireByRule()) {
                forward.set(forward.size() - 1, new LiveFiringConvolution(convolution, neurons));
            } else {
                forward.add(layer);
            }
        }
        return forward;
    }
}
