package dev.soma.layers.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** A view of some samples of a dataset. */
public final class Subset implements Dataset {
    private final Dataset dataset;
    private final int[] indices;

    /**
     * The samples of the given indices, in their order.
     *
     * @throws IndexOutOfBoundsException if one is no sample of the dataset
     */
    public Subset(Dataset dataset, int... indices) {
        this.dataset = dataset;
        this.indices = indices.clone();
        for (int index : indices) {
            Objects.checkIndex(index, dataset.size());
        }
    }

    /**
     * Two parts of a dataset that together are the whole.
     *
     * @param first the part whose size was asked for
     * @param second the rest
     */
    public record Parts(Dataset first, Dataset second) {}

    /** The first samples, {@code count} of them or all if there are fewer. */
    public static Dataset limit(Dataset dataset, int count) {
        return range(dataset, 0, Math.min(count, dataset.size()));
    }

    /** The samples from {@code from} to before {@code to}. */
    public static Dataset range(Dataset dataset, int from, int to) {
        Objects.checkFromToIndex(from, to, dataset.size());
        return new Subset(dataset, IntStream.range(from, to).toArray());
    }

    /**
     * Splits each class: the first samples of it, {@code round(fraction * samples)}, and the rest. Both parts keep the order
     * of the dataset.
     *
     * @param fraction 0 to 1
     */
    public static Parts split(Dataset dataset, double fraction) {
        return split(dataset, fraction, byClass(dataset));
    }

    /**
     * As {@link #split(Dataset, double)}, but with random samples of each class in the first part; the same seed gives the same
     * parts.
     */
    public static Parts split(Dataset dataset, double fraction, long seed) {
        List<int[]> byClass = byClass(dataset);
        for (int label = 0; label < byClass.size(); label++) {
            new SeededRandom(seed, label).shuffle(byClass.get(label));
        }
        return split(dataset, fraction, byClass);
    }

    private static Parts split(Dataset dataset, double fraction, List<int[]> byClass) {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("fraction is " + fraction + ", expected 0 to 1");
        }
        boolean[] isFirst = new boolean[dataset.size()];
        for (int[] samples : byClass) {
            long count = Math.round(fraction * samples.length);
            Arrays.stream(samples).limit(count).forEach(index -> isFirst[index] = true);
        }
        return new Parts(part(dataset, isFirst, true), part(dataset, isFirst, false));
    }

    private static Dataset part(Dataset dataset, boolean[] isFirst, boolean first) {
        return new Subset(
                dataset,
                IntStream.range(0, isFirst.length)
                        .filter(index -> isFirst[index] == first)
                        .toArray());
    }

    private static List<int[]> byClass(Dataset dataset) {
        List<int[]> byClass = new ArrayList<>();
        for (int label = 0; label < dataset.classes(); label++) {
            int wanted = label;
            byClass.add(IntStream.range(0, dataset.size())
                    .filter(index -> dataset.label(index) == wanted)
                    .toArray());
        }
        return byClass;
    }

    @Override
    public int size() {
        return indices.length;
    }

    @Override
    public int classes() {
        return dataset.classes();
    }

    @Override
    public int[] shape() {
        return dataset.shape();
    }

    @Override
    public int label(int index) {
        return dataset.label(indices[Objects.checkIndex(index, indices.length)]);
    }

    @Override
    public void read(int index, float[] target, int offset) {
        dataset.read(indices[Objects.checkIndex(index, indices.length)], target, offset);
    }
}
