package dev.soma.layers;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Layers one after another; their names are their numbers, from 0.
 *
 * @param layers the layers
 */
public record Sequential(List<Layer> layers) implements Layer {

    /** Keeps a copy of the list. */
    public Sequential {
        layers = List.copyOf(layers);
    }

    /** Of these layers. */
    public static Sequential of(Layer... layers) {
        return new Sequential(List.of(layers));
    }

    @Override
    public LiveSequential build(Construction construction, Signal input) {
        List<LiveLayer> live = new ArrayList<>();
        Signal signal = input;
        for (int i = 0; i < layers.size(); i++) {
            LiveLayer layer = layers.get(i).build(construction.inner(Integer.toString(i)), signal);
            live.add(layer);
            signal = layer.output();
        }
        return new LiveSequential(live, signal);
    }

    /** Layers one after another on a device. */
    static final class LiveSequential extends LiveLayer {
        private final List<LiveLayer> layers;
        private final List<LiveLayer> inTraining;
        private final List<LiveLayer> inEvaluation;
        private final Signal output;
        /** The first layer that learns; those before it need no gradient. */
        private final int firstLearning;

        LiveSequential(List<LiveLayer> layers, Signal output) {
            this.layers = List.copyOf(layers);
            this.inTraining = ForwardLayers.inTraining(layers);
            this.inEvaluation = ForwardLayers.inEvaluation(layers);
            this.output = output;
            int first = 0;
            while (first < layers.size() && layers.get(first).parameters().isEmpty()) {
                first++;
            }
            this.firstLearning = first;
        }

        List<LiveLayer> layers() {
            return layers;
        }

        @Override
        public Signal output() {
            return output;
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            Tensor current = x.retain();
            for (LiveLayer layer : pass.training() ? inTraining : inEvaluation) {
                Tensor next = layer.forward(current, pass);
                current.release();
                current = next;
            }
            return current;
        }

        @Override
        public @Nullable Tensor backward(Tensor gradY, boolean needsGradX) {
            Tensor gradient = gradY;
            for (int i = layers.size() - 1; i >= 0; i--) {
                boolean needed = needsGradX || firstLearning < i;
                Tensor next = layers.get(i).backward(gradient, needed);
                if (!needed) {
                    return releaseIfAny(next);
                }
                gradient = Kept.take(next);
            }
            return gradient;
        }

        @Override
        public List<Parameter> parameters() {
            return layers.stream().flatMap(layer -> layer.parameters().stream()).toList();
        }

        @Override
        public List<NamedBuffer> statistics() {
            return layers.stream().flatMap(layer -> layer.statistics().stream()).toList();
        }

        @Override
        public void close() {
            layers.forEach(LiveLayer::close);
        }

        private static @Nullable Tensor releaseIfAny(@Nullable Tensor tensor) {
            if (tensor != null) {
                tensor.release();
            }
            return null;
        }
    }
}
