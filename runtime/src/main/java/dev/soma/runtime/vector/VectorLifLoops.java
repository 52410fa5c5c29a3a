package dev.soma.runtime.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/** {@link LifLoops} with the Vector API. */
final class VectorLifLoops implements LifLoops {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
    private static final int LANES = SPECIES.length();

    @Override
    public void forward(Forward call, NeuronBlock block, int step, float[] v) {
        int channels = block.layout().channels();
        int[] spikes = call.spikes();
        int local = 0;
        for (int row = block.firstRow(); row < block.endRow(); row++) {
            int at = block.element(step, row);
            int word = block.word(step, row);
            int feature = block.firstFeature();
            for (int line = block.firstLine(); line < block.endLine(); line++) {
                int c = 0;
                for (; c + Integer.SIZE <= channels; c += Integer.SIZE) {
                    spikes[word++] = fire(call, Integer.SIZE, at + c, local + c, feature + c, v);
                }
                if (c < channels) {
                    spikes[word++] = fire(call, channels - c, at + c, local + c, feature + c, v);
                }
                at += channels;
                local += channels;
                feature += channels;
            }
        }
    }

    /** The word of {@code count} neurons, at most 32. */
    private static int fire(Forward call, int count, int at, int local, int feature, float[] v) {
        int vectors = SPECIES.loopBound(count);
        int word = switch (call.firing().kind()) {
            case PLAIN -> plain(call, vectors, at, local, v);
            case NORMALISED -> normalised(call, vectors, at, local, feature, v);
            case FOLDED -> folded(call, vectors, at, local, feature, v);
        };
        return vectors == count
                ? word
                : word
                        | ScalarLifLoops.fire(call, count - vectors, at + vectors, local + vectors, feature + vectors, v)
                                << vectors;
    }

    private static int plain(Forward call, int count, int at, int local, float[] v) {
        float vTh = call.settings().vTh();
        int word = 0;
        for (int i = 0; i < count; i += LANES) {
            FloatVector h = integrate(call, at + i, local + i, v);
            VectorMask<Float> fired = h.compare(VectorOperators.GT, vTh);
            afterFiring(call.soft(), vTh, h, fired).intoArray(v, local + i);
            word |= (int) fired.toLong() << i;
        }
        return word;
    }

    private static int normalised(Forward call, int count, int at, int local, int feature, float[] v) {
        float vTh = call.settings().vTh();
        Firing firing = call.firing();
        int word = 0;
        for (int i = 0; i < count; i += LANES) {
            FloatVector h = integrate(call, at + i, local + i, v);
            VectorMask<Float> fired = h.sub(load(firing.center(), feature + i))
                    .fma(load(firing.factor(), feature + i), load(firing.offset(), feature + i))
                    .compare(VectorOperators.GT, vTh);
            afterFiring(call.soft(), vTh, h, fired).intoArray(v, local + i);
            word |= (int) fired.toLong() << i;
        }
        return word;
    }

    private static int folded(Forward call, int count, int at, int local, int feature, float[] v) {
        float vTh = call.settings().vTh();
        Firing firing = call.firing();
        int word = 0;
        for (int i = 0; i < count; i += LANES) {
            FloatVector h = integrate(call, at + i, local + i, v);
            VectorMask<Float> fired = load(firing.factor(), feature + i)
                    .mul(h)
                    .compare(VectorOperators.GT, load(firing.offset(), feature + i));
            afterFiring(call.soft(), vTh, h, fired).intoArray(v, local + i);
            word |= (int) fired.toLong() << i;
        }
        return word;
    }

    private static FloatVector integrate(Forward call, int at, int local, float[] v) {
        FloatVector h = load(v, local).fma(FloatVector.broadcast(SPECIES, call.decay()), load(call.x(), at));
        float @Nullable [] hSeq = call.h();
        if (hSeq != null) {
            h.intoArray(hSeq, at);
        }
        return h;
    }

    @Override
    public void backward(
            Backward call, int at, int count, float[] later, int laterAt, float[] slope, float[] decaySums) {
        float vTh = call.settings().vTh();
        boolean soft = call.soft();
        boolean detached = call.settings().detachReset();
        float[] g = call.g();
        float[] hSeq = call.h();
        float[] gradX = call.gradX();
        FloatVector decay = FloatVector.broadcast(SPECIES, call.decay());
        FloatVector sums = load(decaySums, 0);
        int vectors = SPECIES.loopBound(count);
        for (int i = 0; i < vectors; i += LANES) {
            FloatVector h = load(hSeq, at + i);
            VectorMask<Float> fired = h.compare(VectorOperators.GT, vTh);
            FloatVector laterGrad = load(later, laterAt + i);
            sums = laterGrad.fma(afterFiring(soft, vTh, h, fired), sums);
            FloatVector u = laterGrad.mul(decay);
            FloatVector ds = spikeGradient(soft, detached, vTh, load(g, at + i), u, h);
            ds.fma(load(slope, i), potentialGradient(soft, u, fired)).intoArray(gradX, at + i);
        }
        sums.intoArray(decaySums, 0);
        decaySums[0] += ScalarLifLoops.backward(call, at, vectors, count, later, laterAt, slope);
    }

    /** The potential after firing. */
    static FloatVector afterFiring(boolean soft, float vTh, FloatVector h, VectorMask<Float> fired) {
        return h.blend(keptIf(soft, h.sub(vTh)), fired);
    }

    /** {@code ds}, from the gradient {@code g} of the spike and {@code u} of the potential after firing. */
    static FloatVector spikeGradient(
            boolean soft, boolean detached, float vTh, FloatVector g, FloatVector u, FloatVector h) {
        FloatVector fall = keptIf(!soft && !detached, h).add(soft && !detached ? vTh : 0f);
        return u.neg().fma(fall, g);
    }

    /** The part of {@code dh} that comes straight through the reset. */
    static FloatVector potentialGradient(boolean soft, FloatVector u, VectorMask<Float> fired) {
        return u.blend(keptIf(soft, u), fired);
    }

    /** The vector, or 0. Not a branch, which would box the vector that comes out of it. */
    private static FloatVector keptIf(boolean condition, FloatVector x) {
        return x.reinterpretAsInts().and(condition ? -1 : 0).reinterpretAsFloats();
    }

    private static FloatVector load(float[] array, int at) {
        return FloatVector.fromArray(SPECIES, array, at);
    }
}
