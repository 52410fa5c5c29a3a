package dev.soma.bench;

import java.util.Map;
import java.util.TreeMap;

/**
 * A side of which only the losses and the size of each gradient are compared. A deep network of spikes is chaotic: a rounding
 * that makes one neuron fire changes, through the statistics of the batch, all that follows, and the gradients altogether.
 *
 * @param side does the work
 */
record GradientNorms(Side side) implements Side {
    private static final String LOSSES = "losses";

    /** Each loss, and each logarithm of a norm, within 0.5, but for one in 20. */
    static final Agreement.Tolerance TOLERANCE = new Agreement.Tolerance(0, 0.5, 0.05);

    /** The work with both sides so compared: only once, since each side then has weights of its own. */
    static <P> Work<P> of(Work<P> work) {
        return new Work<>(
                work.name(),
                work.flops(),
                work.aim(),
                TOLERANCE,
                device -> new GradientNorms(work.soma().apply(device)),
                peer -> new GradientNorms(work.peer().apply(peer)));
    }

    @Override
    public void prepare() {
        side.prepare();
    }

    @Override
    public void run() {
        side.run();
    }

    @Override
    public Map<String, float[]> results() {
        Map<String, float[]> gradients = new TreeMap<>(side.results());
        float[] losses = gradients.remove(LOSSES);
        float[] logarithms = new float[gradients.size()];
        int next = 0;
        for (float[] gradient : gradients.values()) {
            double squares = 0;
            for (float value : gradient) {
                squares += (double) value * value;
            }
            logarithms[next++] = (float) (Math.log(squares) / 2);
        }
        return Map.of(LOSSES, losses == null ? new float[0] : losses, "logarithms of the gradients' norms", logarithms);
    }

    @Override
    public void close() {
        side.close();
    }
}
