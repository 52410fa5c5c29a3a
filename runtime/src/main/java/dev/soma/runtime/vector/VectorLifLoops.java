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
    public void forward(Forward call, NeuronBlock block, int step, float[] v, int[] masks) {
        int width = block.width();
        int count = width / LANES;
        int done = count * LANES;
        int column = block.firstColumn();
        for (int row = 0; row < block.height(); row++) {
            int at = call.x().at(block, step, row);
            int hAt = block.element(step, row);
            int local = row * width;
            switch (call.firing().kind()) {
                case PLAIN -> plain(call, at, hAt, v, local, masks, count);
                case NORMALISED -> normalised(call, at, column, v, local, masks, count);
                case FOLDED -> folded(call, at, column, v, local, masks, count);
            }
            if (done < width) {
                masks[count] =
                        ScalarLifLoops.fire(call, width - done, at + done, hAt + done, local + done, column + done, v);
            }
            SpikeMasks.pack(
                    masks, LANES, block.lines(), block.layout().channels(), call.spikes(), block.word(step, row));
        }
    }

    private static void plain(Forward call, int at, int hAt, float[] v, int local, int[] masks, int count) {
        float vTh = call.settings().vTh();
        boolean soft = call.soft();
        FloatVector decay = FloatVector.broadcast(SPECIES, call.decay());
        float[] x = call.x().values();
        float[] kept = keptIn(call, v);
        int keptAt = call.h() == null ? local : hAt;
        for (int n = 0; n < count; n++) {
            int i = n * LANES;
            FloatVector h = load(v, local + i).fma(decay, load(x, at + i));
            h.intoArray(kept, keptAt + i);
            VectorMask<Float> fired = h.compare(VectorOperators.GT, vTh);
            afterFiring(soft, vTh, h, fired).intoArray(v, local + i);
            masks[n] = (int) fired.toLong();
        }
    }

    private static void normalised(Forward call, int at, int column, float[] v, int local, int[] masks, int count) {
        float vTh = call.settings().vTh();
        boolean soft = call.soft();
        FloatVector decay = FloatVector.broadcast(SPECIES, call.decay());
        float[] x = call.x().values();
        float[] mean = call.firing().center();
        float[] scale = call.firing().factor();
        float[] beta = call.firing().offset();
        for (int n = 0; n < count; n++) {
            int i = n * LANES;
            FloatVector h = load(v, local + i).fma(decay, load(x, at + i));
            VectorMask<Float> fired = h.sub(load(mean, column + i))
                    .fma(load(scale, column + i), load(beta, column + i))
                    .compare(VectorOperators.GT, vTh);
            afterFiring(soft, vTh, h, fired).intoArray(v, local + i);
            masks[n] = (int) fired.toLong();
        }
    }

    private static void folded(Forward call, int at, int column, float[] v, int local, int[] masks, int count) {
        float vTh = call.settings().vTh();
        boolean soft = call.soft();
        FloatVector decay = FloatVector.broadcast(SPECIES, call.decay());
        float[] x = call.x().values();
        float[] sign = call.firing().factor();
        float[] threshold = call.firing().offset();
        for (int n = 0; n < count; n++) {
            int i = n * LANES;
            FloatVector h = load(v, local + i).fma(decay, load(x, at + i));
            VectorMask<Float> fired =
                    load(sign, column + i).mul(h).compare(VectorOperators.GT, load(threshold, column + i));
            afterFiring(soft, vTh, h, fired).intoArray(v, local + i);
            masks[n] = (int) fired.toLong();
        }
    }

    /** Where the potentials before firing go; if nobody needs them, to where those after firing will replace them. */
    private static float[] keptIn(Forward call, float[] v) {
        float @Nullable [] h = call.h();
        return h == null ? v : h;
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
