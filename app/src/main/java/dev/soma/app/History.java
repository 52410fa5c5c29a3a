package dev.soma.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What each epoch of a run gave. */
record History(List<Row> rows) {

    /** Keeps a copy. */
    History {
        rows = List.copyOf(rows);
    }

    /**
     * An epoch.
     *
     * @param epoch its number, from 1
     * @param trainLoss mean loss while training
     * @param trainAccuracy accuracy while training, 0 to 1
     * @param testLoss mean loss on the test samples
     * @param testAccuracy accuracy on the test samples, 0 to 1
     * @param firingRates share of neurons that fire at a step, on the test samples, by layer
     * @param seconds time of the epoch's training
     * @param samplesPerSecond speed of training
     */
    record Row(
            int epoch,
            double trainLoss,
            double trainAccuracy,
            double testLoss,
            double testAccuracy,
            Map<String, Double> firingRates,
            double seconds,
            double samplesPerSecond) {}

    static History empty() {
        return new History(List.of());
    }

    History plus(Row row) {
        List<Row> more = new ArrayList<>(rows);
        more.add(row);
        return new History(more);
    }

    Row last() {
        return rows.getLast();
    }

    double seconds() {
        return rows.stream().mapToDouble(Row::seconds).sum();
    }
}
