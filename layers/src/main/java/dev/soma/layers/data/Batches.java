package dev.soma.layers.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The order in which training sees a dataset: in each epoch every sample once, shuffled. The order depends on {@code seed} and
 * the epoch alone, so that a run resumed at an epoch sees what the uninterrupted run would have seen.
 *
 * @param size samples of the dataset
 * @param batchSize samples of a batch
 * @param seed any number
 * @param dropLast leaves out the last batch of an epoch if it is smaller than the others
 */
public record Batches(int size, int batchSize, long seed, boolean dropLast) {

    /** Checks the sizes. */
    public Batches {
        checkSizes(size, batchSize);
        if (dropLast && size < batchSize) {
            throw new IllegalArgumentException("batchSize is " + batchSize + ", expected at most the " + size
                    + " samples: there would be no batch");
        }
    }

    /** Batches of an epoch. */
    public int count() {
        return dropLast ? size / batchSize : Math.ceilDiv(size, batchSize);
    }

    /**
     * The batches of an epoch.
     *
     * @param epoch the number of the epoch, from 0
     * @return the indices of the samples of each batch
     */
    public List<int[]> epoch(long epoch) {
        int[] order = IntStream.range(0, size).toArray();
        new SeededRandom(seed, epoch).shuffle(order);
        return cut(order, batchSize).subList(0, count());
    }

    /** All samples in their order, the last batch being the rest: for evaluation. */
    public static List<int[]> inOrder(int size, int batchSize) {
        checkSizes(size, batchSize);
        return cut(IntStream.range(0, size).toArray(), batchSize);
    }

    private static void checkSizes(int size, int batchSize) {
        if (size < 1) {
            throw new IllegalArgumentException("size is " + size + ", expected at least 1 sample");
        }
        if (batchSize < 1) {
            throw new IllegalArgumentException("batchSize is " + batchSize + ", expected at least 1");
        }
    }

    private static List<int[]> cut(int[] order, int batchSize) {
        List<int[]> batches = new ArrayList<>();
        for (int from = 0, to; from < order.length; from = to) {
            to = from + Math.min(batchSize, order.length - from);
            batches.add(Arrays.copyOfRange(order, from, to));
        }
        return batches;
    }
}
