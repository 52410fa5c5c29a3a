package dev.soma.runtime.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link PoolingLoops} with the Vector API: lanes along the channels, a register for each sum over the taps. */
final class VectorPoolingLoops implements PoolingLoops {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
    private static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);
    private static final int LANES = SPECIES.length();

    /** A field is as many bits of a word as there are lanes: 32 channels are fields of all lanes. */
    private static final int FIELD = (1 << LANES) - 1;

    /** The lowest bit of each field. */
    private static final int LOWEST_BITS = (int) (0xFFFFFFFFL / FIELD);

    private final PoolingLoops rest = new ScalarPoolingLoops();

    @Override
    public void average(PoolingTaps taps, int from, int to, float divisor, float[] x, float[] y, int at) {
        int rows = taps.rows();
        int columns = taps.columns();
        int c = from;
        for (; c + LANES <= to; c += LANES) {
            FloatVector sum = FloatVector.zero(SPECIES);
            for (int row = 0; row < rows; row++) {
                int index = taps.first() + row * taps.rowStep() + c;
                for (int column = 0; column < columns; column++) {
                    sum = sum.add(FloatVector.fromArray(SPECIES, x, index + column * taps.pixelStep()));
                }
            }
            sum.div(divisor).intoArray(y, at + c);
        }
        if (c < to) {
            rest.average(taps, c, to, divisor, x, y, at);
        }
    }

    /**
     * Shifted by its number, each lane holds the bits of channels {@code lane, lane + LANES, ...} as the lowest bits of its
     * fields: one addition counts 32 channels, as long as no field overflows.
     */
    @Override
    public void averageSpikes(PoolingTaps taps, int from, int to, float divisor, int[] spikes, float[] y, int at) {
        IntVector lane = IntVector.zero(INTS).addIndex(1);
        int rows = taps.rows();
        int columns = taps.columns();
        int whole = to - (to - from) % LANES;
        for (int c = from; c < whole; c += Integer.SIZE) {
            int end = Math.min(c + Integer.SIZE, whole);
            int row = 0;
            int column = 0;
            boolean first = true;
            while (row < rows) {
                IntVector fields = IntVector.zero(INTS);
                int index = taps.first() + c / Integer.SIZE;
                for (int counted = 0; counted < FIELD && row < rows; counted++) {
                    int word = spikes[index + row * taps.rowStep() + column * taps.pixelStep()];
                    fields = fields.add(IntVector.broadcast(INTS, word)
                            .lanewise(VectorOperators.LSHR, lane)
                            .and(LOWEST_BITS));
                    column++;
                    if (column == columns) {
                        column = 0;
                        row++;
                    }
                }
                for (int chunk = c; chunk < end; chunk += LANES) {
                    FloatVector count = (FloatVector) fields.lanewise(VectorOperators.LSHR, chunk - c)
                            .and(FIELD)
                            .convert(VectorOperators.I2F, 0);
                    if (!first) {
                        count = count.add(FloatVector.fromArray(SPECIES, y, at + chunk));
                    }
                    (row == rows ? count.div(divisor) : count).intoArray(y, at + chunk);
                }
                first = false;
            }
        }
        if (whole < to) {
            rest.averageSpikes(taps, whole, to, divisor, spikes, y, at);
        }
    }

    @Override
    public void max(PoolingTaps taps, int from, int to, float[] x, float[] y, int at) {
        int rows = taps.rows();
        int columns = taps.columns();
        int c = from;
        for (; c + LANES <= to; c += LANES) {
            FloatVector largest = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
            for (int row = 0; row < rows; row++) {
                int index = taps.first() + row * taps.rowStep() + c;
                for (int column = 0; column < columns; column++) {
                    largest = largest.max(FloatVector.fromArray(SPECIES, x, index + column * taps.pixelStep()));
                }
            }
            largest.intoArray(y, at + c);
        }
        if (c < to) {
            rest.max(taps, c, to, x, y, at);
        }
    }

    @Override
    public void maxBackward(PoolingTaps taps, int from, int to, float[] x, float[] gradY, int at, float[] gradX) {
        int c = from;
        for (; c + LANES <= to; c += LANES) {
            FloatVector gradient = FloatVector.fromArray(SPECIES, gradY, at + c);
            FloatVector largest = FloatVector.fromArray(SPECIES, x, taps.first() + c);
            FloatVector winner = FloatVector.zero(SPECIES);
            float number = 0;
            for (int row = 0; row < taps.rows(); row++) {
                int index = taps.first() + row * taps.rowStep() + c;
                for (int column = 0; column < taps.columns(); column++) {
                    FloatVector value = FloatVector.fromArray(SPECIES, x, index + column * taps.pixelStep());
                    VectorMask<Float> larger = value.compare(VectorOperators.LE, largest)
                            .not()
                            .and(largest.compare(VectorOperators.EQ, largest));
                    largest = largest.blend(value, larger);
                    winner = winner.blend(number, larger);
                    number++;
                }
            }
            number = 0;
            for (int row = 0; row < taps.rows(); row++) {
                int index = taps.first() + row * taps.rowStep() + c;
                for (int column = 0; column < taps.columns(); column++) {
                    int tap = index + column * taps.pixelStep();
                    VectorMask<Float> wins = winner.compare(VectorOperators.EQ, number);
                    FloatVector.fromArray(SPECIES, gradX, tap)
                            .add(gradient, wins)
                            .intoArray(gradX, tap);
                    number++;
                }
            }
        }
        if (c < to) {
            rest.maxBackward(taps, c, to, x, gradY, at, gradX);
        }
    }

    @Override
    public void maxBackwardSpikes(
            PoolingTaps taps,
            PoolingTaps gradTaps,
            int from,
            int to,
            int[] spikes,
            float[] gradY,
            int at,
            float[] gradX) {
        int whole = to - (to - from) % LANES;
        for (int c = from; c < whole; c += Integer.SIZE) {
            int end = Math.min(c + Integer.SIZE, whole);
            int index = taps.first() + c / Integer.SIZE;
            int silent = ~any(taps, index, spikes);
            int open = -1;
            for (int row = 0; row < taps.rows(); row++) {
                for (int column = 0; column < taps.columns(); column++) {
                    int word = spikes[index + row * taps.rowStep() + column * taps.pixelStep()] | silent;
                    int wins = word & open;
                    open &= ~word;
                    int tap = gradTaps.first() + row * gradTaps.rowStep() + column * gradTaps.pixelStep();
                    for (int chunk = c; wins != 0 && chunk < end; chunk += LANES) {
                        VectorMask<Float> mask = VectorMask.fromLong(SPECIES, wins >>> (chunk - c));
                        FloatVector gradient = FloatVector.fromArray(SPECIES, gradY, at + chunk);
                        FloatVector.fromArray(SPECIES, gradX, tap + chunk)
                                .add(gradient, mask)
                                .intoArray(gradX, tap + chunk);
                    }
                }
            }
        }
        if (whole < to) {
            rest.maxBackwardSpikes(taps, gradTaps, whole, to, spikes, gradY, at, gradX);
        }
    }

    /** The channels that spike at any tap. */
    private static int any(PoolingTaps taps, int index, int[] spikes) {
        int any = 0;
        for (int row = 0; row < taps.rows(); row++) {
            for (int column = 0; column < taps.columns(); column++) {
                any |= spikes[index + row * taps.rowStep() + column * taps.pixelStep()];
            }
        }
        return any;
    }
}
