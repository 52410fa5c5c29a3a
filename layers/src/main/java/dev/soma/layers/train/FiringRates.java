package dev.soma.layers.train;

import dev.soma.layers.Pass;
import dev.soma.layers.Tensor;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts the spikes of each layer of neurons: the share of neurons that fire at a step. */
public final class FiringRates implements Pass.SpikeObserver, AutoCloseable {
    private final Device device;
    private final Buffer count;
    private final Map<String, Count> counts = new LinkedHashMap<>();

    /** Spikes, and neurons times steps, so far. */
    private record Count(long spikes, long neurons) {
        Count plus(long moreSpikes, long moreNeurons) {
            return new Count(spikes + moreSpikes, neurons + moreNeurons);
        }
    }

    /** For networks on that device. */
    public FiringRates(Device device) {
        this.device = device;
        this.count = device.allocate(DataType.INT, 1);
    }

    @Override
    public void spikes(String path, Tensor spikes) {
        device.ops().spikes().count(1, spikes.buffer().length(), spikes.buffer(), count);
        long fired = count.toInts()[0];
        long neurons = spikes.signal().size(spikes.batch());
        counts.merge(path, new Count(fired, neurons), (sum, one) -> sum.plus(one.spikes(), one.neurons()));
    }

    /** The rate of each layer, 0 to 1, by its path, in the order of the layers. */
    public Map<String, Double> rates() {
        Map<String, Double> rates = new LinkedHashMap<>();
        counts.forEach((path, sum) -> rates.put(path, (double) sum.spikes() / sum.neurons()));
        return rates;
    }

    @Override
    public void close() {
        count.close();
    }
}
