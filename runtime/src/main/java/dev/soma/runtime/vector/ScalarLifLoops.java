package dev.soma.runtime.vector;

import dev.soma.kernels.normalization.NormalizationMath;
import org.jspecify.annotations.Nullable;

/** {@link LifLoops} in plain Java. */
final class ScalarLifLoops implements LifLoops {

    @Override
    public void forward(Forward call, NeuronBlock block, int step, float[] v, int[] masks) {
        int channels = block.layout().channels();
        int local = 0;
        for (int row = 0; row < block.height(); row++) {
            int xAt = call.x().at(block, step, row);
            int hAt = block.element(step, row);
            int word = block.word(step, row);
            int column = block.firstColumn();
            for (int line = 0; line < block.lines(); line++) {
                for (int c = 0; c < channels; c += Integer.SIZE) {
                    int count = Math.min(Integer.SIZE, channels - c);
                    call.spikes()[word++] = fire(call, count, xAt + c, hAt + c, local + c, column + c, v);
                }
                xAt += channels;
                hAt += channels;
                local += channels;
                column += channels;
            }
        }
    }

    /** The word of {@code count} neurons, at most 32. */
    static int fire(Forward call, int count, int xAt, int hAt, int local, int column, float[] v) {
        float decay = call.decay();
        float vTh = call.settings().vTh();
        boolean soft = call.soft();
        Firing firing = call.firing();
        float[] x = call.x().values();
        float @Nullable [] hSeq = call.h();
        int word = 0;
        for (int i = 0; i < count; i++) {
            float h = Math.fma(decay, v[local + i], x[xAt + i]);
            boolean fired = fires(firing, vTh, h, column + i);
            if (hSeq != null) {
                hSeq[hAt + i] = h;
            }
            v[local + i] = afterFiring(soft, vTh, h, fired);
            word |= fired ? 1 << i : 0;
        }
        return word;
    }

    private static boolean fires(Firing firing, float vTh, float h, int column) {
        return switch (firing.kind()) {
            case PLAIN -> h > vTh;
            case NORMALISED ->
                NormalizationMath.evaluate(h, firing.center()[column], firing.factor()[column], firing.offset()[column])
                        > vTh;
            case FOLDED -> firing.factor()[column] * h > firing.offset()[column];
        };
    }

    /** The potential after firing. */
    static float afterFiring(boolean soft, float vTh, float h, boolean fired) {
        float fallen = soft ? h - vTh : 0f;
        return fired ? fallen : h;
    }

    @Override
    public void backward(
            Backward call, int at, int count, float[] later, int laterAt, float[] slope, float[] decaySums) {
        decaySums[0] += backward(call, at, 0, count, later, laterAt, slope);
    }

    /** That from neuron {@code first} of the range on; the sum for the decay is the result. */
    static float backward(Backward call, int at, int first, int count, float[] later, int laterAt, float[] slope) {
        float vTh = call.settings().vTh();
        boolean soft = call.soft();
        boolean detached = call.settings().detachReset();
        float sum = 0f;
        for (int i = first; i < count; i++) {
            float h = call.h()[at + i];
            boolean fired = h > vTh;
            float laterGrad = later[laterAt + i];
            sum = Math.fma(laterGrad, afterFiring(soft, vTh, h, fired), sum);
            float u = call.decay() * laterGrad;
            float ds = spikeGradient(soft, detached, vTh, call.g()[at + i], u, h);
            call.gradX()[at + i] = Math.fma(ds, slope[i], potentialGradient(soft, u, fired));
        }
        return sum;
    }

    /** {@code ds}, from the gradient {@code g} of the spike and {@code u} of the potential after firing. */
    static float spikeGradient(boolean soft, boolean detached, float vTh, float g, float u, float h) {
        return detached ? g : Math.fma(-u, soft ? vTh : h, g);
    }

    /** The part of {@code dh} that comes straight through the reset. */
    static float potentialGradient(boolean soft, float u, boolean fired) {
        return fired && !soft ? 0f : u;
    }
}
