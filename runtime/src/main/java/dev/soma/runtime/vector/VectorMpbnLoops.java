package dev.soma.runtime.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link MpbnLoops} with the Vector API; neurons that do not fill a vector take the plain form. */
final class VectorMpbnLoops implements MpbnLoops {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
    private static final int LANES = SPECIES.length();

    @Override
    public void begin(Forward call, NeuronBlock block, NeuronRows h, float[] shift, float[] sums) {
        int width = block.width();
        int vectors = SPECIES.loopBound(width);
        for (int row = 0; row < block.height(); row++) {
            int at = block.element(0, block.firstRow() + row);
            begin(call.x(), at, h.array(), h.row(row), shift, sums, vectors, width);
            ScalarMpbnLoops.begin(call.x(), at, h.array(), h.row(row), shift, sums, vectors, width);
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
            Forward call, NeuronBlock block, int step, NeuronRows before, NeuronRows h, float[] shift, float[] sums) {
        int channels = block.layout().channels();
        int width = block.width();
        int feature = block.firstFeature();
        int statistic = (step - 1) * block.layout().features() + feature;
        int[] spikes = call.spikes();
        float[] from = before.array();
        float[] to = h.array();
        for (int row = 0; row < block.height(); row++) {
            int at = block.element(step, block.firstRow() + row);
            int fromAt = before.row(row);
            int toAt = h.row(row);
            int word = block.word(step - 1, block.firstRow() + row);
            for (int line = 0; line < width; line += channels) {
                int i = line;
                int end = line + channels;
                for (; i + Integer.SIZE <= end; i += Integer.SIZE) {
                    spikes[word++] = integrate(
                            call,
                            Integer.SIZE,
                            at + i,
                            from,
                            fromAt + i,
                            to,
                            toAt + i,
                            statistic + i,
                            feature + i,
                            shift,
                            sums,
                            i,
                            width);
                }
                if (i < end) {
                    spikes[word++] = integratePart(
                            call,
                            end - i,
                            at + i,
                            from,
                            fromAt + i,
                            to,
                            toAt + i,
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

    /** The word of fewer neurons than a word has. */
    private static int integratePart(
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
        int n = SPECIES.loopBound(count);
        int low = integrate(
                call, n, at, before, beforeAt, hSeq, hAt, statistic, feature, shift, sums, local, width);
        int high = ScalarMpbnLoops.integrate(
                call,
                count - n,
                at + n,
                before,
                beforeAt + n,
                hSeq,
                hAt + n,
                statistic + n,
                feature + n,
                shift,
                sums,
                local + n,
                width);
        return low | high << n;
    }

    private static int integrate(
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
        float[] x = call.x();
        float[] mean = call.mean();
        float[] scale = call.scale();
        float[] beta = call.beta();
        FloatVector decay = FloatVector.broadcast(SPECIES, call.decay());
        int word = 0;
        for (int i = 0; i < count; i += LANES) {
            FloatVector old = load(before, beforeAt + i);
            VectorMask<Float> fired = old.sub(load(mean, statistic + i))
                    .fma(load(scale, feature + i), load(beta, feature + i))
                    .compare(VectorOperators.GT, vTh);
            FloatVector h = VectorLifLoops.afterFiring(soft, vTh, old, fired).fma(decay, load(x, at + i));
            h.intoArray(hSeq, hAt + i);
            addMoments(h.sub(load(shift, local + i)), sums, local + i, width);
            word |= (int) fired.toLong() << i;
        }
        return word;
    }

    @Override
    public void fire(Forward call, NeuronBlock block, NeuronRows h) {
        int channels = block.layout().channels();
        int width = block.width();
        int last = block.layout().steps() - 1;
        int feature = block.firstFeature();
        int statistic = last * block.layout().features() + feature;
        int[] spikes = call.spikes();
        float[] from = h.array();
        for (int row = 0; row < block.height(); row++) {
            int at = h.row(row);
            int word = block.word(last, block.firstRow() + row);
            for (int line = 0; line < width; line += channels) {
                int i = line;
                int end = line + channels;
                for (; i + Integer.SIZE <= end; i += Integer.SIZE) {
                    spikes[word++] = fire(call, Integer.SIZE, from, at + i, statistic + i, feature + i);
                }
                if (i < end) {
                    spikes[word++] = firePart(call, end - i, from, at + i, statistic + i, feature + i);
                }
            }
        }
    }

    /** The word of fewer neurons than a word has. */
    private static int firePart(Forward call, int count, float[] h, int at, int statistic, int feature) {
        int n = SPECIES.loopBound(count);
        int low = fire(call, n, h, at, statistic, feature);
        int high = ScalarMpbnLoops.fire(call, count - n, h, at + n, statistic + n, feature + n);
        return low | high << n;
    }

    private static int fire(Forward call, int count, float[] h, int at, int statistic, int feature) {
        float vTh = call.settings().vTh();
        float[] mean = call.mean();
        float[] scale = call.scale();
        float[] beta = call.beta();
        int word = 0;
        for (int i = 0; i < count; i += LANES) {
            VectorMask<Float> fired = load(h, at + i)
                    .sub(load(mean, statistic + i))
                    .fma(load(scale, feature + i), load(beta, feature + i))
                    .compare(VectorOperators.GT, vTh);
            word |= (int) fired.toLong() << i;
        }
        return word;
    }

    @Override
    public void normalise(Backward call, NeuronBlock block, int step, NeuronRows h, float[] y) {
        int width = block.width();
        int vectors = SPECIES.loopBound(width);
        int feature = block.firstFeature();
        int statistic = step * block.layout().features() + feature;
        for (int row = 0; row < block.height(); row++) {
            int at = h.row(row);
            normalise(call, h.array(), at, statistic, feature, y, row * width, vectors);
            ScalarMpbnLoops.normalise(call, h.array(), at, statistic, feature, y, row * width, vectors, width);
        }
    }

    private static void normalise(
            Backward call, float[] h, int at, int statistic, int feature, float[] y, int local, int count) {
        float[] mean = call.mean();
        float[] scale = call.scale();
        float[] beta = call.beta();
        for (int i = 0; i < count; i += LANES) {
            load(h, at + i)
                    .sub(load(mean, statistic + i))
                    .fma(load(scale, feature + i), load(beta, feature + i))
                    .intoArray(y, local + i);
        }
    }

    @Override
    public void beginBack(Backward call, NeuronBlock block, NeuronRows h, float[] phi, NeuronRows e, float[] sums) {
        int width = block.width();
        int vectors = SPECIES.loopBound(width);
        int feature = block.firstFeature();
        int last = block.layout().steps() - 1;
        int statistic = last * block.layout().features() + feature;
        float[] from = h.array();
        float[] to = e.array();
        for (int row = 0; row < block.height(); row++) {
            int at = block.element(last, block.firstRow() + row);
            int fromAt = h.row(row);
            int toAt = e.row(row);
            int local = row * width;
            beginBack(call, at, from, fromAt, statistic, feature, phi, local, to, toAt, sums, vectors, width);
            ScalarMpbnLoops.beginBack(
                    call, at, from, fromAt, statistic, feature, phi, local, to, toAt, sums, vectors, width);
        }
    }

    private static void beginBack(
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
            int count,
            int width) {
        float[] g = call.g();
        float[] mean = call.mean();
        float[] scale = call.scale();
        for (int i = 0; i < count; i += LANES) {
            FloatVector dy = load(g, at + i).mul(load(phi, local + i));
            dy.mul(load(scale, feature + i)).intoArray(e, eAt + i);
            addProducts(dy, load(h, hAt + i).sub(load(mean, statistic + i)), sums, i, width);
        }
    }

    /** Adds {@code dy} and {@code dy * d}. */
    private static void addProducts(FloatVector dy, FloatVector d, float[] sums, int i, int width) {
        load(sums, i).add(dy).intoArray(sums, i);
        dy.fma(d, load(sums, width + i)).intoArray(sums, width + i);
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
        int vectors = SPECIES.loopBound(block.width());
        float rest = 0f;
        for (int row = 0; row < block.height(); row++) {
            retreat(call, block, step, row, laterH, laterE, h, phi, e, sums, decaySums, vectors);
            if (vectors < block.width()) {
                rest += ScalarMpbnLoops.retreat(call, block, step, row, laterH, laterE, h, phi, e, sums, vectors);
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
            NeuronRows eRows,
            float[] sums,
            float[] decaySums,
            int count) {
        float vTh = call.settings().vTh();
        boolean soft = call.soft();
        boolean detached = call.settings().detachReset();
        float[] g = call.g();
        float[] gradX = call.gradX();
        float[] mean = call.mean();
        float[] scales = call.scale();
        float[] beta = call.beta();
        float[] average = call.average();
        float[] slope = call.slope();
        float[] laterH = laterHRows.array();
        float[] laterE = laterERows.array();
        float[] hSeq = hRows.array();
        float[] e = eRows.array();
        int laterHAt = laterHRows.row(row);
        int laterEAt = laterERows.row(row);
        int hAt = hRows.row(row);
        int eAt = eRows.row(row);
        int width = block.width();
        int local = row * width;
        int at = block.element(step, block.firstRow() + row);
        int laterAt = at + block.layout().neurons();
        int feature = block.firstFeature();
        int statistic = step * block.layout().features() + feature;
        int laterStatistic = statistic + block.layout().features();
        FloatVector decay = FloatVector.broadcast(SPECIES, call.decay());
        FloatVector decaySum = load(decaySums, 0);
        for (int i = 0; i < count; i += LANES) {
            FloatVector dh = finished(
                    load(laterH, laterHAt + i),
                    load(laterE, laterEAt + i),
                    load(mean, laterStatistic + i),
                    load(average, feature + i),
                    load(slope, feature + i));
            dh.intoArray(gradX, laterAt + i);
            FloatVector h = load(hSeq, hAt + i);
            FloatVector d = h.sub(load(mean, statistic + i));
            FloatVector scale = load(scales, feature + i);
            VectorMask<Float> fired =
                    d.fma(scale, load(beta, feature + i)).compare(VectorOperators.GT, vTh);
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
        int feature = block.firstFeature();
        for (int row = 0; row < block.height(); row++) {
            int at = block.element(0, block.firstRow() + row);
            finish(call, at, h.array(), h.row(row), e.array(), e.row(row), feature, vectors);
            ScalarMpbnLoops.finish(call, at, h.array(), h.row(row), e.array(), e.row(row), feature, vectors, width);
        }
    }

    private static void finish(
            Backward call, int at, float[] h, int hAt, float[] e, int eAt, int feature, int count) {
        float[] gradX = call.gradX();
        float[] mean = call.mean();
        float[] average = call.average();
        float[] slope = call.slope();
        for (int i = 0; i < count; i += LANES) {
            finished(
                            load(h, hAt + i),
                            load(e, eAt + i),
                            load(mean, feature + i),
                            load(average, feature + i),
                            load(slope, feature + i))
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
