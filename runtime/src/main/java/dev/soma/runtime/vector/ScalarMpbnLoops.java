package dev.soma.runtime.vector;

import dev.soma.kernels.normalization.NormalizationMath;

/** {@link MpbnLoops} in plain Java. Static methods take a part of a row, for what does not fill a vector. */
final class ScalarMpbnLoops implements MpbnLoops {

    @Override
    public void begin(
            Forward call, NeuronBlock block, int firstRow, int endRow, NeuronRows h, float[] shift, float[] sums) {
        int width = block.width();
        for (int row = firstRow; row < endRow; row++) {
            begin(call.x().values(), block.element(0, row), h.array(), h.row(block, row), shift, sums, 0, width);
        }
    }

    /** Columns {@code first} to {@code width} of a block's row. */
    static void begin(float[] x, int at, float[] hSeq, int hAt, float[] shift, float[] sums, int first, int width) {
        for (int i = first; i < width; i++) {
            float h = x[at + i];
            hSeq[hAt + i] = h;
            addMoments(h - shift[i], sums, i, width);
        }
    }

    private static void addMoments(float d, float[] sums, int i, int width) {
        sums[i] += d;
        sums[width + i] = Math.fma(d, d, sums[width + i]);
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
        int channels = block.layout().channels();
        int width = block.width();
        int column = block.firstColumn();
        int meanAt = (step - 1) * block.layout().columns() + column;
        for (int row = firstRow; row < endRow; row++) {
            int at = call.x().at(block, step, row);
            int word = block.word(step - 1, row);
            for (int line = 0; line < width; line += channels) {
                for (int c = 0; c < channels; c += Integer.SIZE) {
                    int i = line + c;
                    call.spikes()[word++] = integrate(
                            call,
                            Math.min(Integer.SIZE, channels - c),
                            at + i,
                            before.array(),
                            before.row(block, row) + i,
                            h.array(),
                            h.row(block, row) + i,
                            meanAt + i,
                            column + i,
                            shift,
                            sums,
                            i,
                            width);
                }
            }
        }
    }

    /** The bits of {@code count} neurons, at most 32; {@code local} is the block's column of the first. */
    static int integrate(
            Forward call,
            int count,
            int at,
            float[] before,
            int beforeAt,
            float[] hSeq,
            int hAt,
            int meanAt,
            int column,
            float[] shift,
            float[] sums,
            int local,
            int width) {
        float vTh = call.settings().vTh();
        boolean soft = call.soft();
        int word = 0;
        for (int i = 0; i < count; i++) {
            float old = before[beforeAt + i];
            boolean fired = y(call, old, meanAt + i, column + i) > vTh;
            word |= fired ? 1 << i : 0;
            float h = Math.fma(
                    call.decay(),
                    ScalarLifLoops.afterFiring(soft, vTh, old, fired),
                    call.x().values()[at + i]);
            hSeq[hAt + i] = h;
            addMoments(h - shift[local + i], sums, local + i, width);
        }
        return word;
    }

    @Override
    public void fire(Forward call, NeuronBlock block, NeuronRows h, int[] masks) {
        int channels = block.layout().channels();
        int last = block.layout().steps() - 1;
        int column = block.firstColumn();
        int meanAt = last * block.layout().columns() + column;
        for (int row = 0; row < block.height(); row++) {
            int at = h.row(block, row);
            int word = block.word(last, row);
            for (int line = 0; line < block.width(); line += channels) {
                for (int c = 0; c < channels; c += Integer.SIZE) {
                    int i = line + c;
                    int count = Math.min(Integer.SIZE, channels - c);
                    call.spikes()[word++] = fire(call, count, h.array(), at + i, meanAt + i, column + i);
                }
            }
        }
    }

    /** The bits of {@code count} neurons, at most 32. */
    static int fire(Forward call, int count, float[] h, int at, int meanAt, int column) {
        float vTh = call.settings().vTh();
        int word = 0;
        for (int i = 0; i < count; i++) {
            word |= y(call, h[at + i], meanAt + i, column + i) > vTh ? 1 << i : 0;
        }
        return word;
    }

    private static float y(Forward call, float h, int meanAt, int column) {
        return NormalizationMath.evaluate(h, call.mean()[meanAt], call.scale()[column], call.beta()[column]);
    }

    @Override
    public void normalise(
            Backward call, NeuronBlock block, int firstRow, int endRow, int step, NeuronRows h, float[] y) {
        int width = block.width();
        int column = block.firstColumn();
        int meanAt = step * block.layout().columns() + column;
        for (int row = firstRow; row < endRow; row++) {
            normalise(call, h.array(), h.row(block, row), meanAt, column, y, (row - firstRow) * width, 0, width);
        }
    }

    /** Columns {@code first} to {@code width} of a block's row. */
    static void normalise(
            Backward call, float[] h, int at, int meanAt, int column, float[] y, int local, int first, int width) {
        for (int i = first; i < width; i++) {
            y[local + i] = NormalizationMath.evaluate(
                    h[at + i], call.mean()[meanAt + i], call.scale()[column + i], call.beta()[column + i]);
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
        int column = block.firstColumn();
        int last = block.layout().steps() - 1;
        int meanAt = last * block.layout().columns() + column;
        for (int row = firstRow; row < endRow; row++) {
            beginBack(
                    call,
                    block.element(last, row),
                    h.array(),
                    h.row(block, row),
                    meanAt,
                    column,
                    phi,
                    (row - firstRow) * width,
                    e.array(),
                    e.row(block, row),
                    sums,
                    0,
                    width);
        }
    }

    /** Columns {@code first} to {@code width} of a block's row. */
    static void beginBack(
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
            int first,
            int width) {
        for (int i = first; i < width; i++) {
            float dy = call.g()[at + i] * phi[local + i];
            e[eAt + i] = dy * call.scale()[column + i];
            addProducts(dy, h[hAt + i] - call.mean()[meanAt + i], sums, i, width);
        }
    }

    private static void addProducts(float dy, float d, float[] sums, int i, int width) {
        sums[i] += dy;
        sums[width + i] = Math.fma(dy, d, sums[width + i]);
    }

    @Override
    public void prepare(Backward call, NeuronBlock block, int step, LineScratch columns) {
        // reads the columns where they are
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
        float sum = 0f;
        for (int row = firstRow; row < endRow; row++) {
            int local = (row - firstRow) * block.width();
            sum += retreat(call, block, step, row, laterH, laterE, h, phi, local, e, sums, 0);
        }
        decaySums[0] += sum;
    }

    /** Columns of a row, from the block's column {@code first} on; the sum for the decay is the result. */
    static float retreat(
            Backward call,
            NeuronBlock block,
            int step,
            int row,
            NeuronRows laterH,
            NeuronRows laterE,
            NeuronRows h,
            float[] phi,
            int local,
            NeuronRows e,
            float[] sums,
            int first) {
        float vTh = call.settings().vTh();
        boolean soft = call.soft();
        boolean detached = call.settings().detachReset();
        int width = block.width();
        int columns = block.layout().columns();
        int at = block.element(step, row);
        int laterAt = at + block.layout().neurons();
        int column = block.firstColumn();
        int meanAt = step * columns + column;
        float sum = 0f;
        for (int i = first; i < width; i++) {
            float dh = finished(
                    call,
                    laterH.array()[laterH.row(block, row) + i],
                    laterE.array()[laterE.row(block, row) + i],
                    meanAt + columns + i,
                    column + i);
            call.gradX()[laterAt + i] = dh;
            float potential = h.array()[h.row(block, row) + i];
            float d = potential - call.mean()[meanAt + i];
            float scale = call.scale()[column + i];
            boolean fired = Math.fma(d, scale, call.beta()[column + i]) > vTh;
            float u = call.decay() * dh;
            float ds = ScalarLifLoops.spikeGradient(soft, detached, vTh, call.g()[at + i], u, potential);
            float dy = ds * phi[local + i];
            e.array()[e.row(block, row) + i] = Math.fma(dy, scale, ScalarLifLoops.potentialGradient(soft, u, fired));
            addProducts(dy, d, sums, i, width);
            sum = Math.fma(dh, ScalarLifLoops.afterFiring(soft, vTh, potential, fired), sum);
        }
        return sum;
    }

    @Override
    public void finish(Backward call, NeuronBlock block, NeuronRows h, NeuronRows e) {
        int column = block.firstColumn();
        for (int row = 0; row < block.height(); row++) {
            int at = block.element(0, row);
            finish(call, at, h.array(), h.row(block, row), e.array(), e.row(block, row), column, 0, block.width());
        }
    }

    /** Columns {@code first} to {@code width} of a block's row. */
    static void finish(
            Backward call, int at, float[] h, int hAt, float[] e, int eAt, int column, int first, int width) {
        for (int i = first; i < width; i++) {
            call.gradX()[at + i] = finished(call, h[hAt + i], e[eAt + i], column + i, column + i);
        }
    }

    private static float finished(Backward call, float h, float e, int meanAt, int column) {
        return Math.fma(call.mean()[meanAt] - h, call.slope()[column], e - call.average()[column]);
    }
}
