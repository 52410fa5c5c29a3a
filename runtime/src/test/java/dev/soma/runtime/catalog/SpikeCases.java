package dev.soma.runtime.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Cases of {@link SpikeOperations}. */
final class SpikeCases {
    private SpikeCases() {}

    static List<OperationCase> all() {
        List<OperationCase> cases = new ArrayList<>();
        long seed = 1;
        for (int channels : new int[] {1, 7, 31, 32, 33, 64, 100}) {
            for (double density : new double[] {0, 0.3, 1}) {
                RandomArrays random = new RandomArrays(seed);
                String label = "C=" + channels + " density=" + density + " seed=" + seed;
                HostArray spikes = random.spikes(density, 3, 2, 1, 5, channels);
                cases.add(OperationCase.of("spike-pack", label, SpikeCases::pack)
                        .in("x", HostArray.of(spikes.floats(), 3, 2, 1, 5, channels)));
                cases.add(OperationCase.of("spike-unpack", label, SpikeCases::unpack)
                        .in("spikes", spikes));
                cases.add(OperationCase.of("spike-flatten", label, SpikeCases::flatten)
                        .in("spikes", spikes));
                cases.add(OperationCase.of("spike-count", label, SpikeCases::count)
                        .in("spikes", spikes));
                seed++;
            }
        }
        float[] special = {0f, -0f, Float.NaN, Float.MIN_VALUE, -1f, Float.POSITIVE_INFINITY, 0f, 2f, 0f, 0f};
        cases.add(OperationCase.of("spike-pack", "special values", SpikeCases::pack)
                .in("x", HostArray.of(special, 1, 10)));
        cases.add(OperationCase.of("spike-count", "many words, seed=99", SpikeCases::count)
                .in("spikes", new RandomArrays(99).spikes(0.1, 2, 3001, 40)));
        return cases;
    }

    private static Map<String, Expected> pack(Inputs inputs, Map<String, HostArray> actual) {
        float[] x = inputs.array("x").floats();
        int[] shape = inputs.shape("x");
        int channels = shape[shape.length - 1];
        int words = (channels + 31) / 32;
        int[] packed = new int[x.length / channels * words];
        for (int i = 0; i < x.length; i++) {
            if (x[i] != 0) {
                packed[i / channels * words + i % channels / 32] |= 1 << (i % channels % 32);
            }
        }
        return Map.of("words", Expected.exactly(packed));
    }

    private static Map<String, Expected> unpack(Inputs inputs, Map<String, HostArray> actual) {
        return Map.of("x", Expected.exactly(inputs.array("spikes").floats()));
    }

    private static Map<String, Expected> flatten(Inputs inputs, Map<String, HostArray> actual) {
        return Map.of("flat", Expected.exactly(inputs.ints("spikes")));
    }

    private static Map<String, Expected> count(Inputs inputs, Map<String, HostArray> actual) {
        int[] spikes = inputs.ints("spikes");
        int steps = inputs.shape("spikes")[0];
        int[] counts = new int[steps];
        for (int i = 0; i < spikes.length; i++) {
            counts[i / (spikes.length / steps)] += spikes[i];
        }
        return Map.of("counts", Expected.exactly(counts));
    }
}
