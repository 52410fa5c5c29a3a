package dev.soma.runtime.vector;

import dev.soma.kernels.normalization.NormalizationMath;

/** {@link MpbnLoops} in plain Java. Static methods take a part of a row, for what does not fill a vector. */
final class ScalarMpbnLoops implements MpbnLoops {

    @Override
    public void begin(Forward call, NeuronBlock block, NeuronRows h, float[] shift, float[] sums) {
        int width = block.width();
        for (int row = 0; row < block.height(); row++) {
            begin(call.x(), block.element(0, block.firstRow() + row), h.array(), h.row(row), shift, sums, 0, width);
        }
    }

    /** Features {@code first} to {@code width} of a block's row. */
    static void begin(
            float[] x, int at, float[] hSeq, int hAt, float[] shift, float[] sums, int first, int width) {
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
            Forward call, NeuronBlock block, int step, NeuronRows before, NeuronRows h, float[] shift, float[] sums) {
        int channels = block.layout().channels();
        int width = block.width();
        int feature = block.firstFeature();
        int statistic = (step - 1) * block.layout().features() + feature;
        for (int row = 0; row < block.height(); row++) {
            int at = block.element(step, block.firstRow() + row);
            int word = block.word(step - 1, block.firstRow() + row);
            for (int line = 0; line < width; line += channels) {
                for (int c = 0; c < channels; c += Integer.SIZE) {
                    int i = line + c;
                    call.spikes()[word++] = integrate(
                            call,
                            Math.min(Integer.SIZE, channels - c),
                            at + i,
                            before.array(),
                            before.row(row) + i,
                            h.array(),
                            h.row(row) + i,
                            statistic + i,
                            feature + i,
                            shift,
                            sums,
                            i,
                            width);
                }
            }
        }
    }

    /** The word of {@code count} neurons, at most 32; {@code local} is the block's feature of the first. */
    static int integrate(
            Forward call,
            int count,
            int at,
            float[] before,
            int beforeAt,
            float[] hSeq,
            int hAt,
            int statistic,
            int feature,
            float[] shift,
            float[] sums,
            int local,
            int width) {
        float vTh = call.settings().vTh();
        boolean soft = call.soft();
        int word = 0;
        for (int i = 0; i < count; i++) {
            float old = before[beforeAt + i];
            boolean fired = y(call, old, statistic + i, feature + i) > vTh;
            word |= fired ? 1 << i : 0;
            float h = Math.fma(call.decay(), ScalarLifLoops.afterFiring(soft, vTh, old, fired), call.x()[at + i]);
            hSeq[hAt + i] = h;
            addMoments(h - shift[local + i], sums, local + i, width);
        }
        return word;
    }

    @Override
    public void fire(Forward call, NeuronBlock block, NeuronRows h) {
        int channels = block.layout().channels();
        int last = block.layout().steps() - 1;
        int feature = block.firstFeature();
        int statistic = last * block.layout().features() + feature;
        for (int row = 0; row < block.height(); row++) {
            int at = h.row(row);
            int word = block.word(last, block.firstRow() + row);
            for (int line = 0; line < block.width(); line += channels) {
                for (int c = 0; c < channels; c += Integer.SIZE) {
                    int i = line + c;
                    int count = Math.min(Integer.SIZE, channels - c);
                    call.spikes()[word++] = fire(call, count, h.array(), at + i, statistic + i, feature + i);
                }
            }
        }
    }

    /** The word of {@code count} neurons, at most 32. */
    static int fire(Forward call, int count, float[] h, int at, int statistic, int feature) {
        float vTh = call.settings().vTh();
        int word = 0;
        for (int i = 0; i < count; i++) {
            word |= y(call, h[at + i], statistic + i, feature + i) > vTh ? 1 << i : 0;
        }
        return word;
    }

    private static float y(Forward call, float h, int statistic, int feature) {
        return NormalizationMath.evaluate(h, call.mean()[statistic], call.scale()[feature], call.beta()[feature]);
    }

    @Override
    public void normalise(Backward call, NeuronBlock block, int step, NeuronRows h, float[] y) {
        int width = block.width();
        int feature = block.firstFeature();
        int statistic = step * block.layout().features() + feature;
        for (int row = 0; row < block.height(); row++) {
            normalise(call, h.array(), h.row(row), statistic, feature, y, row * width, 0, width);
        }
    }

    /** Features {@code first} to {@code width} of a block's row. */
    static void normalise(
            Backward call,
            float[] h,
            int at,
            int statistic,
            int feature,
            float[] y,
            int local,
            int first,
            int width) {
        for (int i = first; i < width; i++) {
            y[local + i] = NormalizationMath.evaluate(
                    h[at + i], call.mean()[statistic + i], call.scale()[feature + i], call.beta()[feature + i]);
        }
    }

    @Override
    public void beginBack(Backward call, NeuronBlock block, NeuronRows h, float[] phi, NeuronRows e, float[] sums) {
        int width = block.width();
        int feature = block.firstFeature();
        int last = block.layout().steps() - 1;
        int statistic = last * block.layout().features() + feature;
        for (int row = 0; row < block.height(); row++) {
            beginBack(
                    call,
                    block.element(last, block.firstRow() + row),
                    h.array(),
                    h.row(row),
                    statistic,
                    feature,
                    phi,
                    row * width,
                    e.array(),
                    e.row(row),
                    sums,
                    0,
                    width);
        }
    }

    /** Features {@code first} to {@code width} of a block's row. */
    static void beginBack(
            Backward call,
            int at,
            float[] h,
            int hAt,
            int statistic,
            int feature,
            float[] phi,
            int local,
            float[] e,
            int eAt,
            float[] sums,
            int first,
            int width) {
        for (int i = first; i < width; i++) {
            float dy = call.g()[at + i] * phi[local + i];
            e[eAt + i] = dy * call.scale()[feature + i];
            addProducts(dy, h[hAt + i] - call.mean()[statistic + i], sums, i, width);
        }
    }

    private static void addProducts(float dy, float d, float[] sums, int i, int width) {
        sums[i] += dy;
        sums[width + i] = Math.fma(dy, d, sums[width + i]);
    }

    @Override
    public void retreat(
            Backward call,
            NeuronBlock block,
            int step,
            NeuronRows laterH,
            NeuronRows laterE,
            NeuronRows h,
            float[] phi,
            NeuronRows e,
            float[] sums,
            float[] decaySums) {
        float sum = 0f;
        for (int row = 0; row < block.height(); row++) {
            sum += retreat(call, block, step, row, laterH, laterE, h, phi, e, sums, 0);
        }
        decaySums[0] += sum;
    }

    /** Features of a row, from the block's feature {@code first} on; the sum for the decay is the result. */
    static float retreat(
            Backward call,
            NeuronBlock block,
            int step,
            int row,
            NeuronRows laterH,
            NeuronRows laterE,
            NeuronRows h,
            float[] phi,
            NeuronRows e,
            float[] sums,
            int first) {
        float vTh = call.settings().vTh();
        boolean soft = call.soft();
        boolean detached = call.settings().detachReset();
        int width = block.width();
        int features = block.layout().features();
        int at = block.element(step, block.firstRow() + row);
        int laterAt = at + block.layout().neurons();
        int feature = block.firstFeature();
        int statistic = step * features + feature;
        float sum = 0f;
        for (int i = first; i < width; i++) {
            float dh = finished(
                    call,
                    laterH.array()[laterH.row(row) + i],
                    laterE.array()[laterE.row(row) + i],
                    statistic + features + i,
                    feature + i);
            call.gradX()[laterAt + i] = dh;
            float potential = h.array()[h.row(row) + i];
            float d = potential - call.mean()[statistic + i];
            float scale = call.scale()[feature + i];
            boolean fired = Math.fma(d, scale, call.beta()[feature + i]) > vTh;
            float u = call.decay() * dh;
            float ds = ScalarLifLoops.spikeGradient(soft, detached, vTh, call.g()[at + i], u, potential);
            float dy = ds * phi[row * width + i];
            e.array()[e.row(row) + i] = Math.fma(dy, scale, ScalarLifLoops.potentialGradient(soft, u, fired));
            addProducts(dy, d, sums, i, width);
            sum = Math.fma(dh, ScalarLifLoops.afterFiring(soft, vTh, potential, fired), sum);
        }
        return sum;
    }

    @Override
    public void finish(Backward call, NeuronBlock block, NeuronRows h, NeuronRows e) {
        int feature = block.firstFeature();
        for (int row = 0; row < block.height(); row++) {
            int at = block.element(0, block.firstRow() + row);
            finish(call, at, h.array(), h.row(row), e.array(), e.row(row), feature, 0, block.width());
        }
    }

    /** Features {@code first} to {@code width} of a block's row. */
    static void finish(
            Backward call, int at, float[] h, int hAt, float[] e, int eAt, int feature, int first, int width) {
        for (int i = first; i < width; i++) {
            call.gradX()[at + i] = finished(call, h[hAt + i], e[eAt + i], feature + i, feature + i);
        }
    }

    private static float finished(Backward call, float h, float e, int statistic, int feature) {
        return Math.fma(call.mean()[statistic] - h, call.slope()[feature], e - call.average()[feature]);
    }
}
