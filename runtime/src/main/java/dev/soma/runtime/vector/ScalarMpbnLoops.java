package dev.soma.runtime.vector;

import dev.soma.kernels.normalization.NormalizationMath;

/** {@link MpbnLoops} in plain Java. Static methods take a part of a row, for what does not fill a vector. */
final class ScalarMpbnLoops implements MpbnLoops {

    @Override
    public void begin(Forward call, NeuronBlock block, float[] sums) {
        int width = block.width();
        int shiftAt = block.element(0, SHIFT_ROW);
        for (int row = block.firstRow(); row < block.endRow(); row++) {
            begin(call, 0, width, block.element(0, row), shiftAt, sums, width);
        }
    }

    /** Neurons {@code first} to {@code end} of a row. */
    static void begin(Forward call, int first, int end, int at, int shiftAt, float[] sums, int width) {
        float[] x = call.x();
        float[] hSeq = call.h();
        for (int i = first; i < end; i++) {
            float h = x[at + i];
            hSeq[at + i] = h;
            float d = h - hSeq[shiftAt + i];
            sums[i] += d;
            sums[width + i] = Math.fma(d, d, sums[width + i]);
        }
    }

    @Override
    public void integrate(Forward call, NeuronBlock block, int step, float[] sums) {
        NeuronLayout layout = block.layout();
        int channels = layout.channels();
        int width = block.width();
        int neurons = layout.neurons();
        int shiftAt = block.element(step, SHIFT_ROW);
        int meanAt = (step - 1) * layout.features() + block.firstFeature();
        for (int row = block.firstRow(); row < block.endRow(); row++) {
            int at = block.element(step, row);
            int word = block.word(step - 1, row);
            for (int line = 0; line < width; line += channels) {
                for (int c = 0; c < channels; c += Integer.SIZE) {
                    int i = line + c;
                    call.spikes()[word++] = integrate(
                            call,
                            Math.min(Integer.SIZE, channels - c),
                            at + i,
                            neurons,
                            block.firstFeature() + i,
                            meanAt + i,
                            shiftAt + i,
                            sums,
                            i,
                            width);
                }
            }
        }
    }

    /** The word of {@code count} neurons, at most 32. */
    static int integrate(
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
        float[] hSeq = call.h();
        int word = 0;
        for (int i = 0; i < count; i++) {
            float before = hSeq[at - neurons + i];
            boolean fired = y(call, before, feature + i, meanAt + i) > vTh;
            word |= fired ? 1 << i : 0;
            float v = ScalarLifLoops.afterFiring(soft, vTh, before, fired);
            float h = Math.fma(call.decay(), v, call.x()[at + i]);
            hSeq[at + i] = h;
            float d = h - hSeq[shiftAt + i];
            sums[local + i] += d;
            sums[width + local + i] = Math.fma(d, d, sums[width + local + i]);
        }
        return word;
    }

    @Override
    public void fire(Forward call, NeuronBlock block) {
        NeuronLayout layout = block.layout();
        int channels = layout.channels();
        int last = layout.steps() - 1;
        int meanAt = last * layout.features() + block.firstFeature();
        for (int row = block.firstRow(); row < block.endRow(); row++) {
            int at = block.element(last, row);
            int word = block.word(last, row);
            for (int line = 0; line < block.width(); line += channels) {
                for (int c = 0; c < channels; c += Integer.SIZE) {
                    int i = line + c;
                    int count = Math.min(Integer.SIZE, channels - c);
                    call.spikes()[word++] = fire(call, count, at + i, block.firstFeature() + i, meanAt + i);
                }
            }
        }
    }

    /** The word of {@code count} neurons, at most 32. */
    static int fire(Forward call, int count, int at, int feature, int meanAt) {
        float vTh = call.settings().vTh();
        int word = 0;
        for (int i = 0; i < count; i++) {
            word |= y(call, call.h()[at + i], feature + i, meanAt + i) > vTh ? 1 << i : 0;
        }
        return word;
    }

    private static float y(Forward call, float h, int feature, int meanAt) {
        return NormalizationMath.evaluate(h, call.mean()[meanAt], call.scale()[feature], call.beta()[feature]);
    }

    @Override
    public void normalise(Backward call, NeuronBlock block, int step, float[] y) {
        int width = block.width();
        int feature = block.firstFeature();
        int meanAt = step * block.layout().features() + feature;
        int local = 0;
        for (int row = block.firstRow(); row < block.endRow(); row++) {
            normalise(call, 0, width, block.element(step, row), feature, meanAt, y, local);
            local += width;
        }
    }

    /** Neurons {@code first} to {@code end} of a row. */
    static void normalise(
            Backward call, int first, int end, int at, int feature, int meanAt, float[] y, int local) {
        for (int i = first; i < end; i++) {
            y[local + i] = NormalizationMath.evaluate(
                    call.h()[at + i], call.mean()[meanAt + i], call.scale()[feature + i], call.beta()[feature + i]);
        }
    }

    @Override
    public void beginBack(Backward call, NeuronBlock block, float[] phi, float[] sums) {
        int width = block.width();
        int feature = block.firstFeature();
        int last = block.layout().steps() - 1;
        int meanAt = last * block.layout().features() + feature;
        int local = 0;
        for (int row = block.firstRow(); row < block.endRow(); row++) {
            beginBack(call, 0, width, block.element(last, row), feature, meanAt, phi, local, sums, width);
            local += width;
        }
    }

    /** Neurons {@code first} to {@code end} of a row. */
    static void beginBack(
            Backward call,
            int first,
            int end,
            int at,
            int feature,
            int meanAt,
            float[] phi,
            int local,
            float[] sums,
            int width) {
        for (int i = first; i < end; i++) {
            float dy = call.g()[at + i] * phi[local + i];
            call.gradX()[at + i] = dy * call.scale()[feature + i];
            sums[i] += dy;
            sums[width + i] = Math.fma(dy, call.h()[at + i] - call.mean()[meanAt + i], sums[width + i]);
        }
    }

    @Override
    public void retreat(
            Backward call, NeuronBlock block, int step, float[] phi, float[] sums, float[] decaySums) {
        int width = block.width();
        int feature = block.firstFeature();
        int features = block.layout().features();
        int neurons = block.layout().neurons();
        int meanAt = step * features + feature;
        int local = 0;
        float sum = 0f;
        for (int row = block.firstRow(); row < block.endRow(); row++) {
            int at = block.element(step, row);
            sum += retreat(call, 0, width, at, neurons, feature, meanAt, features, phi, local, sums, width);
            local += width;
        }
        decaySums[0] += sum;
    }

    /** Neurons {@code first} to {@code end} of a row; the sum for the decay is the result. */
    static float retreat(
            Backward call,
            int first,
            int end,
            int at,
            int neurons,
            int feature,
            int meanAt,
            int features,
            float[] phi,
            int local,
            float[] sums,
            int width) {
        float vTh = call.settings().vTh();
        boolean soft = call.soft();
        boolean detached = call.settings().detachReset();
        float sum = 0f;
        for (int i = first; i < end; i++) {
            float dh = finished(call, at + neurons + i, feature + i, meanAt + features + i);
            call.gradX()[at + neurons + i] = dh;
            float h = call.h()[at + i];
            float d = h - call.mean()[meanAt + i];
            float scale = call.scale()[feature + i];
            boolean fired = Math.fma(d, scale, call.beta()[feature + i]) > vTh;
            float u = call.decay() * dh;
            float ds = ScalarLifLoops.spikeGradient(soft, detached, vTh, call.g()[at + i], u, h);
            float dy = ds * phi[local + i];
            call.gradX()[at + i] = Math.fma(dy, scale, ScalarLifLoops.potentialGradient(soft, u, fired));
            sums[i] += dy;
            sums[width + i] = Math.fma(dy, d, sums[width + i]);
            sum = Math.fma(dh, ScalarLifLoops.afterFiring(soft, vTh, h, fired), sum);
        }
        return sum;
    }

    @Override
    public void finish(Backward call, NeuronBlock block) {
        int feature = block.firstFeature();
        for (int row = block.firstRow(); row < block.endRow(); row++) {
            finish(call, 0, block.width(), block.element(0, row), feature);
        }
    }

    /** Neurons {@code first} to {@code end} of a row. */
    static void finish(Backward call, int first, int end, int at, int feature) {
        for (int i = first; i < end; i++) {
            call.gradX()[at + i] = finished(call, at + i, feature + i, feature + i);
        }
    }

    private static float finished(Backward call, int at, int feature, int meanAt) {
        float reversed = call.mean()[meanAt] - call.h()[at];
        return Math.fma(reversed, call.slope()[feature], call.gradX()[at] - call.average()[feature]);
    }
}
