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
    public void begin(Forward call, NeuronBlock block, float[] sums) {
        int width = block.width();
        int vectors = SPECIES.loopBound(width);
        int shiftAt = block.element(0, SHIFT_ROW);
        for (int row = block.firstRow(); row < block.endRow(); row++) {
            int at = block.element(0, row);
            begin(call.x(), call.h(), vectors, at, shiftAt, sums, width);
            ScalarMpbnLoops.begin(call, vectors, width, at, shiftAt, sums, width);
        }
    }

    private static void begin(float[] x, float[] hSeq, int count, int at, int shiftAt, float[] sums, int width) {
        for (int i = 0; i < count; i += LANES) {
            FloatVector h = load(x, at + i);
            h.intoArray(hSeq, at + i);
            addMoments(h.sub(load(hSeq, shiftAt + i)), sums, i, width);
        }
    }

    @Override
    public void integrate(Forward call, NeuronBlock block, int step, float[] sums) {
        NeuronLayout layout = block.layout();
        int channels = layout.channels();
        int width = block.width();
        int neurons = layout.neurons();
        int[] spikes = call.spikes();
        int shiftAt = block.element(step, SHIFT_ROW);
        int feature = block.firstFeature();
        int meanAt = (step - 1) * layout.features() + feature;
        for (int row = block.firstRow(); row < block.endRow(); row++) {
            int at = block.element(step, row);
            int word = block.word(step - 1, row);
            for (int line = 0; line < width; line += channels) {
                int i = line;
                int end = line + channels;
                for (; i + Integer.SIZE <= end; i += Integer.SIZE) {
                    spikes[word++] = integrate(
                            call,
                            Integer.SIZE,
                            at + i,
                            neurons,
                            feature + i,
                            meanAt + i,
                            shiftAt + i,
                            sums,
                            i,
                            width);
                }
                if (i < end) {
                    spikes[word++] = integratePart(
                            call, end - i, at + i, neurons, feature + i, meanAt + i, shiftAt + i, sums, i, width);
                }
            }
        }
    }

    private static int integratePart(
            Forward call,
            int count,
            int at,
            int neurons,
            int feature,
            int meanAt,
            int shiftAt,
            float[] sums,
            int local,
            int width) {
        int n = SPECIES.loopBound(count);
        int word = integrate(call, n, at, neurons, feature, meanAt, shiftAt, sums, local, width);
        return n == count
                ? word
                : word
                        | ScalarMpbnLoops.integrate(
                                        call,
                                        count - n,
                                        at + n,
                                        neurons,
                                        feature + n,
                                        meanAt + n,
                                        shiftAt + n,
                                        sums,
                                        local + n,
                                        width)
                                << n;
    }

    private static int integrate(
            Forward call,
            int count,
            int at,
            int neurons,
            int feature,
            int meanAt,
            int shiftAt,
            float[] sums,
            int local,
            int width) {
        float vTh = call.settings().vTh();
        boolean soft = call.soft();
        float[] x = call.x();
        float[] hSeq = call.h();
        float[] mean = call.mean();
        float[] scale = call.scale();
        float[] beta = call.beta();
        FloatVector decay = FloatVector.broadcast(SPECIES, call.decay());
        int word = 0;
        for (int i = 0; i < count; i += LANES) {
            FloatVector before = load(hSeq, at - neurons + i);
            VectorMask<Float> fired = before.sub(load(mean, meanAt + i))
                    .fma(load(scale, feature + i), load(beta, feature + i))
                    .compare(VectorOperators.GT, vTh);
            FloatVector h = VectorLifLoops.afterFiring(soft, vTh, before, fired).fma(decay, load(x, at + i));
            h.intoArray(hSeq, at + i);
            addMoments(h.sub(load(hSeq, shiftAt + i)), sums, local + i, width);
            word |= (int) fired.toLong() << i;
        }
        return word;
    }

    /** Adds {@code d} and its square. */
    private static void addMoments(FloatVector d, float[] sums, int first, int width) {
        load(sums, first).add(d).intoArray(sums, first);
        d.fma(d, load(sums, width + first)).intoArray(sums, width + first);
    }

    @Override
    public void fire(Forward call, NeuronBlock block) {
        NeuronLayout layout = block.layout();
        int channels = layout.channels();
        int width = block.width();
        int last = layout.steps() - 1;
        int[] spikes = call.spikes();
        int feature = block.firstFeature();
        int meanAt = last * layout.features() + feature;
        for (int row = block.firstRow(); row < block.endRow(); row++) {
            int at = block.element(last, row);
            int word = block.word(last, row);
            for (int line = 0; line < width; line += channels) {
                int i = line;
                int end = line + channels;
                for (; i + Integer.SIZE <= end; i += Integer.SIZE) {
                    spikes[word++] = fire(call, Integer.SIZE, at + i, feature + i, meanAt + i);
                }
                if (i < end) {
                    spikes[word++] = firePart(call, end - i, at + i, feature + i, meanAt + i);
                }
            }
        }
    }

    private static int firePart(Forward call, int count, int at, int feature, int meanAt) {
        int n = SPECIES.loopBound(count);
        int word = fire(call, n, at, feature, meanAt);
        return n == count ? word : word | ScalarMpbnLoops.fire(call, count - n, at + n, feature + n, meanAt + n) << n;
    }

    private static int fire(Forward call, int count, int at, int feature, int meanAt) {
        float vTh = call.settings().vTh();
        float[] hSeq = call.h();
        float[] mean = call.mean();
        float[] scale = call.scale();
        float[] beta = call.beta();
        int word = 0;
        for (int i = 0; i < count; i += LANES) {
            VectorMask<Float> fired = load(hSeq, at + i)
                    .sub(load(mean, meanAt + i))
                    .fma(load(scale, feature + i), load(beta, feature + i))
                    .compare(VectorOperators.GT, vTh);
            word |= (int) fired.toLong() << i;
        }
        return word;
    }

    @Override
    public void normalise(Backward call, NeuronBlock block, int step, float[] y) {
        int width = block.width();
        int vectors = SPECIES.loopBound(width);
        int feature = block.firstFeature();
        int meanAt = step * block.layout().features() + feature;
        int local = 0;
        for (int row = block.firstRow(); row < block.endRow(); row++) {
            int at = block.element(step, row);
            normalise(call, vectors, at, feature, meanAt, y, local);
            ScalarMpbnLoops.normalise(call, vectors, width, at, feature, meanAt, y, local);
            local += width;
        }
    }

    private static void normalise(Backward call, int count, int at, int feature, int meanAt, float[] y, int local) {
        float[] hSeq = call.h();
        float[] mean = call.mean();
        float[] scale = call.scale();
        float[] beta = call.beta();
        for (int i = 0; i < count; i += LANES) {
            load(hSeq, at + i)
                    .sub(load(mean, meanAt + i))
                    .fma(load(scale, feature + i), load(beta, feature + i))
                    .intoArray(y, local + i);
        }
    }

    @Override
    public void beginBack(Backward call, NeuronBlock block, float[] phi, float[] sums) {
        int width = block.width();
        int vectors = SPECIES.loopBound(width);
        int feature = block.firstFeature();
        int last = block.layout().steps() - 1;
        int meanAt = last * block.layout().features() + feature;
        int local = 0;
        for (int row = block.firstRow(); row < block.endRow(); row++) {
            int at = block.element(last, row);
            beginBack(call, vectors, at, feature, meanAt, phi, local, sums, width);
            ScalarMpbnLoops.beginBack(call, vectors, width, at, feature, meanAt, phi, local, sums, width);
            local += width;
        }
    }

    private static void beginBack(
            Backward call,
            int count,
            int at,
            int feature,
            int meanAt,
            float[] phi,
            int local,
            float[] sums,
            int width) {
        float[] g = call.g();
        float[] hSeq = call.h();
        float[] gradX = call.gradX();
        float[] mean = call.mean();
        float[] scale = call.scale();
        for (int i = 0; i < count; i += LANES) {
            FloatVector dy = load(g, at + i).mul(load(phi, local + i));
            dy.mul(load(scale, feature + i)).intoArray(gradX, at + i);
            addProducts(dy, load(hSeq, at + i).sub(load(mean, meanAt + i)), sums, i, width);
        }
    }

    /** Adds {@code dy} and {@code dy * d}. */
    private static void addProducts(FloatVector dy, FloatVector d, float[] sums, int first, int width) {
        load(sums, first).add(dy).intoArray(sums, first);
        dy.fma(d, load(sums, width + first)).intoArray(sums, width + first);
    }

    @Override
    public void retreat(
            Backward call, NeuronBlock block, int step, float[] phi, float[] sums, float[] decaySums) {
        int width = block.width();
        int vectors = SPECIES.loopBound(width);
        int feature = block.firstFeature();
        int features = block.layout().features();
        int neurons = block.layout().neurons();
        int meanAt = step * features + feature;
        int local = 0;
        float rest = 0f;
        for (int row = block.firstRow(); row < block.endRow(); row++) {
            int at = block.element(step, row);
            retreat(call, vectors, at, neurons, feature, meanAt, features, phi, local, sums, width, decaySums);
            rest += ScalarMpbnLoops.retreat(
                    call, vectors, width, at, neurons, feature, meanAt, features, phi, local, sums, width);
            local += width;
        }
        decaySums[0] += rest;
    }

    private static void retreat(
            Backward call,
            int count,
            int at,
            int neurons,
            int feature,
            int meanAt,
            int features,
            float[] phi,
            int local,
            float[] sums,
            int width,
            float[] decaySums) {
        float vTh = call.settings().vTh();
        boolean soft = call.soft();
        boolean detached = call.settings().detachReset();
        float[] g = call.g();
        float[] hSeq = call.h();
        float[] gradX = call.gradX();
        float[] mean = call.mean();
        float[] scales = call.scale();
        float[] beta = call.beta();
        float[] average = call.average();
        float[] slope = call.slope();
        FloatVector decay = FloatVector.broadcast(SPECIES, call.decay());
        FloatVector decaySum = load(decaySums, 0);
        for (int i = 0; i < count; i += LANES) {
            FloatVector centred = load(gradX, at + neurons + i).sub(load(average, feature + i));
            FloatVector dh = load(mean, meanAt + features + i)
                    .sub(load(hSeq, at + neurons + i))
                    .fma(load(slope, feature + i), centred);
            dh.intoArray(gradX, at + neurons + i);
            FloatVector h = load(hSeq, at + i);
            FloatVector d = h.sub(load(mean, meanAt + i));
            FloatVector scale = load(scales, feature + i);
            VectorMask<Float> fired =
                    d.fma(scale, load(beta, feature + i)).compare(VectorOperators.GT, vTh);
            FloatVector u = dh.mul(decay);
            FloatVector dy = VectorLifLoops.spikeGradient(soft, detached, vTh, load(g, at + i), u, h)
                    .mul(load(phi, local + i));
            dy.fma(scale, VectorLifLoops.potentialGradient(soft, u, fired)).intoArray(gradX, at + i);
            addProducts(dy, d, sums, i, width);
            decaySum = dh.fma(VectorLifLoops.afterFiring(soft, vTh, h, fired), decaySum);
        }
        decaySum.intoArray(decaySums, 0);
    }

    @Override
    public void finish(Backward call, NeuronBlock block) {
        int width = block.width();
        int vectors = SPECIES.loopBound(width);
        int feature = block.firstFeature();
        for (int row = block.firstRow(); row < block.endRow(); row++) {
            int at = block.element(0, row);
            finish(call, vectors, at, feature);
            ScalarMpbnLoops.finish(call, vectors, width, at, feature);
        }
    }

    private static void finish(Backward call, int count, int at, int feature) {
        float[] hSeq = call.h();
        float[] gradX = call.gradX();
        float[] mean = call.mean();
        float[] average = call.average();
        float[] slope = call.slope();
        for (int i = 0; i < count; i += LANES) {
            FloatVector centred = load(gradX, at + i).sub(load(average, feature + i));
            load(mean, feature + i)
                    .sub(load(hSeq, at + i))
                    .fma(load(slope, feature + i), centred)
                    .intoArray(gradX, at + i);
        }
    }

    private static FloatVector load(float[] array, int at) {
        return FloatVector.fromArray(SPECIES, array, at);
    }
}
