package dev.soma.runtime.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link MpbnLoops} with the Vector API; neurons that do not fill a vector take the plain form. */
final class VectorMpbnLoops implements MpbnLoops {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
    private static final int LANES = SPECIES.length();

    // What the columns need lies in one array, a vector of each number after the other: a loop with an array for each
    // has
    // more pointers than the processor has registers.
    private static final int FORWARD_COLUMNS = 4;
    private static final int BACKWARD_COLUMNS = 6;

    @Override
    public void begin(
            Forward call, NeuronBlock block, int firstRow, int endRow, NeuronRows h, float[] shift, float[] sums) {
        int width = block.width();
        int vectors = SPECIES.loopBound(width);
        for (int row = firstRow; row < endRow; row++) {
            int at = block.element(0, row);
            begin(call.x().values(), at, h.array(), h.row(block, row), shift, sums, vectors, width);
            ScalarMpbnLoops.begin(call.x().values(), at, h.array(), h.row(block, row), shift, sums, vectors, width);
        }
    }

    private static void begin(
            float[] x, int at, float[] hSeq, int hAt, float[] shift, float[] sums, int count, int width) {
        for (int i = 0; i < count; i += LANES) {
            FloatVector h = load(x, at + i);
            h.intoArray(hSeq, hAt + i);
            addMoments(h.sub(load(shift, i)), sums, i, width);
        }
    }

    /** Adds {@code d} and its square. */
    private static void addMoments(FloatVector d, float[] sums, int i, int width) {
        load(sums, i).add(d).intoArray(sums, i);
        d.fma(d, load(sums, width + i)).intoArray(sums, width + i);
    }

    @Override
    public void integrate(
            Forward call,
            NeuronBlock block,
            int firstRow,
            int endRow,
            int step,
            NeuronRows before,
            NeuronRows h,
            float[] shift,
            float[] sums,
            int[] masks,
            LineScratch columns) {
        int width = block.width();
        int count = width / LANES;
        int done = count * LANES;
        int column = block.firstColumn();
        int meanAt = (step - 1) * block.layout().columns() + column;
        float[] from = before.array();
        float[] to = h.array();
        columns.reserve(FORWARD_COLUMNS * done);
        interleave(call.mean(), meanAt, done, columns, 0, FORWARD_COLUMNS);
        interleave(call.scale(), column, done, columns, 1, FORWARD_COLUMNS);
        interleave(call.beta(), column, done, columns, 2, FORWARD_COLUMNS);
        interleave(shift, 0, done, columns, 3, FORWARD_COLUMNS);
        for (int row = firstRow; row < endRow; row++) {
            int at = call.x().at(block, step, row);
            int fromAt = before.row(block, row);
            int toAt = h.row(block, row);
            integrate(call, at, from, fromAt, to, toAt, columns.array, columns.start, sums, width, masks, count);
            if (done < width) {
                masks[count] = ScalarMpbnLoops.integrate(
                        call,
                        width - done,
                        at + done,
                        from,
                        fromAt + done,
                        to,
                        toAt + done,
                        meanAt + done,
                        column + done,
                        shift,
                        sums,
                        done,
                        width);
            }
            pack(call, block, step - 1, row, masks);
        }
    }

    private static void integrate(
            Forward call,
            int at,
            float[] before,
            int beforeAt,
            float[] hSeq,
            int hAt,
            float[] columns,
            int columnsAt,
            float[] sums,
            int width,
            int[] masks,
            int count) {
        float vTh = call.settings().vTh();
        boolean soft = call.soft();
        float[] x = call.x().values();
        FloatVector decay = FloatVector.broadcast(SPECIES, call.decay());
        for (int n = 0; n < count; n++) {
            int i = n * LANES;
            int column = columnsAt + FORWARD_COLUMNS * i;
            FloatVector old = load(before, beforeAt + i);
            VectorMask<Float> fired = old.sub(load(columns, column))
                    .fma(load(columns, column + LANES), load(columns, column + 2 * LANES))
                    .compare(VectorOperators.GT, vTh);
            FloatVector h = VectorLifLoops.afterFiring(soft, vTh, old, fired).fma(decay, load(x, at + i));
            h.intoArray(hSeq, hAt + i);
            addMoments(h.sub(load(columns, column + 3 * LANES)), sums, i, width);
            masks[n] = (int) fired.toLong();
        }
    }

    /**
     * Puts numbers of columns in place {@code slot} of {@code slots}, vector by vector; by copies, since HotSpot inlines but so
     * many vectors in a method, and boxes the others.
     */
    private static void interleave(float[] from, int at, int count, LineScratch columns, int slot, int slots) {
        int start = columns.start + slot * LANES;
        for (int i = 0; i < count; i += LANES) {
            System.arraycopy(from, at + i, columns.array, start + i * slots, LANES);
        }
    }

    @Override
    public void fire(Forward call, NeuronBlock block, NeuronRows h, int[] masks) {
        int width = block.width();
        int count = width / LANES;
        int done = count * LANES;
        int last = block.layout().steps() - 1;
        int column = block.firstColumn();
        int meanAt = last * block.layout().columns() + column;
        float[] from = h.array();
        for (int row = 0; row < block.height(); row++) {
            int at = h.row(block, row);
            fire(call, from, at, meanAt, column, masks, count);
            if (done < width) {
                masks[count] = ScalarMpbnLoops.fire(call, width - done, from, at + done, meanAt + done, column + done);
            }
            pack(call, block, last, row, masks);
        }
    }

    private static void fire(Forward call, float[] h, int at, int meanAt, int column, int[] masks, int count) {
        float vTh = call.settings().vTh();
        float[] mean = call.mean();
        float[] scale = call.scale();
        float[] beta = call.beta();
        for (int n = 0; n < count; n++) {
            int i = n * LANES;
            VectorMask<Float> fired = load(h, at + i)
                    .sub(load(mean, meanAt + i))
                    .fma(load(scale, column + i), load(beta, column + i))
                    .compare(VectorOperators.GT, vTh);
            masks[n] = (int) fired.toLong();
        }
    }

    private static void pack(Forward call, NeuronBlock block, int step, int row, int[] masks) {
        SpikeMasks.pack(masks, LANES, block.lines(), block.layout().channels(), call.spikes(), block.word(step, row));
    }

    @Override
    public void normalise(
            Backward call, NeuronBlock block, int firstRow, int endRow, int step, NeuronRows h, float[] y) {
        int width = block.width();
        int vectors = SPECIES.loopBound(width);
        int column = block.firstColumn();
        int meanAt = step * block.layout().columns() + column;
        for (int row = firstRow; row < endRow; row++) {
            int at = h.row(block, row);
            int local = (row - firstRow) * width;
            normalise(call, h.array(), at, meanAt, column, y, local, vectors);
            ScalarMpbnLoops.normalise(call, h.array(), at, meanAt, column, y, local, vectors, width);
        }
    }

    private static void normalise(
            Backward call, float[] h, int at, int meanAt, int column, float[] y, int local, int count) {
        float[] mean = call.mean();
        float[] scale = call.scale();
        float[] beta = call.beta();
        for (int i = 0; i < count; i += LANES) {
            load(h, at + i)
                    .sub(load(mean, meanAt + i))
                    .fma(load(scale, column + i), load(beta, column + i))
                    .intoArray(y, local + i);
        }
    }

    @Override
    public void beginBack(
            Backward call,
            NeuronBlock block,
            int firstRow,
            int endRow,
            NeuronRows h,
            float[] phi,
            NeuronRows e,
            float[] sums) {
        int width = block.width();
        int vectors = SPECIES.loopBound(width);
        int column = block.firstColumn();
        int last = block.layout().steps() - 1;
        int meanAt = last * block.layout().columns() + column;
        float[] from = h.array();
        float[] to = e.array();
        for (int row = firstRow; row < endRow; row++) {
            int at = block.element(last, row);
            int fromAt = h.row(block, row);
            int toAt = e.row(block, row);
            int local = (row - firstRow) * width;
            beginBack(call, at, from, fromAt, meanAt, column, phi, local, to, toAt, sums, vectors, width);
            ScalarMpbnLoops.beginBack(
                    call, at, from, fromAt, meanAt, column, phi, local, to, toAt, sums, vectors, width);
        }
    }

    private static void beginBack(
            Backward call,
            int at,
            float[] h,
            int hAt,
            int meanAt,
            int column,
            float[] phi,
            int local,
            float[] e,
            int eAt,
            float[] sums,
            int count,
            int width) {
        float[] g = call.g();
        float[] mean = call.mean();
        float[] scale = call.scale();
        for (int i = 0; i < count; i += LANES) {
            FloatVector dy = load(g, at + i).mul(load(phi, local + i));
            dy.mul(load(scale, column + i)).intoArray(e, eAt + i);
            addProducts(dy, load(h, hAt + i).sub(load(mean, meanAt + i)), sums, i, width);
        }
    }

    /** Adds {@code dy} and {@code dy * d}. */
    private static void addProducts(FloatVector dy, FloatVector d, float[] sums, int i, int width) {
        load(sums, i).add(dy).intoArray(sums, i);
        dy.fma(d, load(sums, width + i)).intoArray(sums, width + i);
    }

    @Override
    public void prepare(Backward call, NeuronBlock block, int step, LineScratch columns) {
        int count = SPECIES.loopBound(block.width());
        int column = block.firstColumn();
        int meanAt = step * block.layout().columns() + column;
        columns.reserve(BACKWARD_COLUMNS * count);
        interleave(call.mean(), meanAt + block.layout().columns(), count, columns, 0, BACKWARD_COLUMNS);
        interleave(call.average(), column, count, columns, 1, BACKWARD_COLUMNS);
        interleave(call.slope(), column, count, columns, 2, BACKWARD_COLUMNS);
        interleave(call.mean(), meanAt, count, columns, 3, BACKWARD_COLUMNS);
        interleave(call.scale(), column, count, columns, 4, BACKWARD_COLUMNS);
        interleave(call.beta(), column, count, columns, 5, BACKWARD_COLUMNS);
    }

    @Override
    public void retreat(
            Backward call,
            NeuronBlock block,
            int firstRow,
            int endRow,
            int step,
            NeuronRows laterH,
            NeuronRows laterE,
            NeuronRows h,
            float[] phi,
            LineScratch columns,
            NeuronRows e,
            float[] sums,
            float[] decaySums) {
        int vectors = SPECIES.loopBound(block.width());
        float rest = 0f;
        for (int row = firstRow; row < endRow; row++) {
            int local = (row - firstRow) * block.width();
            retreat(call, block, step, row, laterH, laterE, h, phi, local, columns, e, sums, decaySums, vectors);
            if (vectors < block.width()) {
                rest += ScalarMpbnLoops.retreat(
                        call, block, step, row, laterH, laterE, h, phi, local, e, sums, vectors);
            }
        }
        decaySums[0] += rest;
    }

    private static void retreat(
            Backward call,
            NeuronBlock block,
            int step,
            int row,
            NeuronRows laterHRows,
            NeuronRows laterERows,
            NeuronRows hRows,
            float[] phi,
            int local,
            LineScratch packed,
            NeuronRows eRows,
            float[] sums,
            float[] decaySums,
            int count) {
        float vTh = call.settings().vTh();
        boolean soft = call.soft();
        boolean detached = call.settings().detachReset();
        float[] g = call.g();
        float[] gradX = call.gradX();
        float[] laterH = laterHRows.array();
        float[] laterE = laterERows.array();
        float[] hSeq = hRows.array();
        float[] e = eRows.array();
        int laterHAt = laterHRows.row(block, row);
        int laterEAt = laterERows.row(block, row);
        int hAt = hRows.row(block, row);
        int eAt = eRows.row(block, row);
        int width = block.width();
        int at = block.element(step, row);
        int laterAt = at + block.layout().neurons();
        float[] columns = packed.array;
        int columnsAt = packed.start;
        FloatVector decay = FloatVector.broadcast(SPECIES, call.decay());
        FloatVector decaySum = load(decaySums, 0);
        for (int i = 0; i < count; i += LANES) {
            int column = columnsAt + BACKWARD_COLUMNS * i;
            FloatVector dh = finished(
                    load(laterH, laterHAt + i),
                    load(laterE, laterEAt + i),
                    load(columns, column),
                    load(columns, column + LANES),
                    load(columns, column + 2 * LANES));
            dh.intoArray(gradX, laterAt + i);
            FloatVector h = load(hSeq, hAt + i);
            FloatVector d = h.sub(load(columns, column + 3 * LANES));
            FloatVector scale = load(columns, column + 4 * LANES);
            VectorMask<Float> fired =
                    d.fma(scale, load(columns, column + 5 * LANES)).compare(VectorOperators.GT, vTh);
            FloatVector u = dh.mul(decay);
            FloatVector dy = VectorLifLoops.spikeGradient(soft, detached, vTh, load(g, at + i), u, h)
                    .mul(load(phi, local + i));
            dy.fma(scale, VectorLifLoops.potentialGradient(soft, u, fired)).intoArray(e, eAt + i);
            addProducts(dy, d, sums, i, width);
            decaySum = dh.fma(VectorLifLoops.afterFiring(soft, vTh, h, fired), decaySum);
        }
        decaySum.intoArray(decaySums, 0);
    }

    @Override
    public void finish(Backward call, NeuronBlock block, NeuronRows h, NeuronRows e) {
        int width = block.width();
        int vectors = SPECIES.loopBound(width);
        int column = block.firstColumn();
        for (int row = 0; row < block.height(); row++) {
            int at = block.element(0, row);
            finish(call, at, h.array(), h.row(block, row), e.array(), e.row(block, row), column, vectors);
            ScalarMpbnLoops.finish(
                    call, at, h.array(), h.row(block, row), e.array(), e.row(block, row), column, vectors, width);
        }
    }

    private static void finish(Backward call, int at, float[] h, int hAt, float[] e, int eAt, int column, int count) {
        float[] gradX = call.gradX();
        float[] mean = call.mean();
        float[] average = call.average();
        float[] slope = call.slope();
        for (int i = 0; i < count; i += LANES) {
            finished(
                            load(h, hAt + i),
                            load(e, eAt + i),
                            load(mean, column + i),
                            load(average, column + i),
                            load(slope, column + i))
                    .intoArray(gradX, at + i);
        }
    }

    /** {@code e - average - (h - mean) * slope}. */
    private static FloatVector finished(
            FloatVector h, FloatVector e, FloatVector mean, FloatVector average, FloatVector slope) {
        return mean.sub(h).fma(slope, e.sub(average));
    }

    private static FloatVector load(float[] array, int at) {
        return FloatVector.fromArray(SPECIES, array, at);
    }
}
