package dev.soma.layers.train;

import dev.soma.layers.Pass;
import dev.soma.layers.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Copies the spikes of each layer of a pass to the host, in the order of the layers. */
final class SpikeRecorder implements Pass.SpikeObserver {
    private final List<String> paths = new ArrayList<>();
    private final List<int[]> words = new ArrayList<>();

    @Override
    public void spikes(String path, Tensor spikes) {
        paths.add(path);
        words.add(spikes.buffer().toInts());
    }

    List<String> paths() {
        return paths;
    }

    /** The number of spikes in which a layer differs from the same layer of another pass. */
    long differences(SpikeRecorder other, int layer) {
        int[] mine = words.get(layer);
        int[] theirs = other.words.get(layer);
        long differences = 0;
        for (int i = 0; i < mine.length; i++) {
            differences += Integer.bitCount(mine[i] ^ theirs[i]);
        }
        return differences;
    }
}
