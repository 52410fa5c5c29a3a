package dev.soma.runtime.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link SurrogateLoops} with the Vector API. A loop for each function: a vector that comes out of a branch would be boxed.
 */
final class VectorSurrogateLoops implements SurrogateLoops {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
    private static final int LANES = SPECIES.length();

    @Override
    public void derivative(SurrogateCurve curve, float[] y, int from, float[] slope, int count) {
        int vectors = SPECIES.loopBound(count);
        float vTh = curve.vTh();
        float gain = curve.gain();
        float rate = curve.rate();
        switch (curve.surrogate().kind()) {
            case TANH -> tanh(vTh, gain, rate, y, from, slope, vectors);
            case RECTANGLE -> rectangle(vTh, gain, rate, y, from, slope, vectors);
            case TRIANGLE -> triangle(vTh, gain, rate, y, from, slope, vectors);
            case ATAN -> atan(vTh, gain, rate, y, from, slope, vectors);
            case SIGMOID -> sigmoid(vTh, gain, rate, y, from, slope, vectors);
        }
        ScalarSurrogateLoops.derivative(curve, y, from, slope, vectors, count);
    }

    private static void tanh(float vTh, float gain, float rate, float[] y, int from, float[] slope, int count) {
        for (int i = 0; i < count; i += LANES) {
            FloatVector potential = FloatVector.fromArray(SPECIES, y, from + i);
            VectorMask<Float> outside = potential
                    .compare(VectorOperators.LT, 0f)
                    .or(potential.compare(VectorOperators.GT, 2f * vTh));
            bell(gain, rate, distance(potential, vTh)).blend(0f, outside).intoArray(slope, i);
        }
    }

    private static void rectangle(float vTh, float gain, float rate, float[] y, int from, float[] slope, int count) {
        for (int i = 0; i < count; i += LANES) {
            VectorMask<Float> inside = distance(FloatVector.fromArray(SPECIES, y, from + i), vTh)
                    .compare(VectorOperators.LT, rate);
            FloatVector.zero(SPECIES).blend(gain, inside).intoArray(slope, i);
        }
    }

    private static void triangle(float vTh, float gain, float rate, float[] y, int from, float[] slope, int count) {
        FloatVector top = FloatVector.broadcast(SPECIES, gain);
        FloatVector descent = FloatVector.broadcast(SPECIES, -rate);
        for (int i = 0; i < count; i += LANES) {
            FloatVector height =
                    distance(FloatVector.fromArray(SPECIES, y, from + i), vTh).fma(descent, top);
            height.blend(0f, height.compare(VectorOperators.LT, 0f)).intoArray(slope, i);
        }
    }

    private static void atan(float vTh, float gain, float rate, float[] y, int from, float[] slope, int count) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        FloatVector top = FloatVector.broadcast(SPECIES, gain);
        for (int i = 0; i < count; i += LANES) {
            FloatVector z =
                    FloatVector.fromArray(SPECIES, y, from + i).sub(vTh).mul(rate);
            top.div(z.fma(z, one)).intoArray(slope, i);
        }
    }

    private static void sigmoid(float vTh, float gain, float rate, float[] y, int from, float[] slope, int count) {
        for (int i = 0; i < count; i += LANES) {
            bell(gain, rate, distance(FloatVector.fromArray(SPECIES, y, from + i), vTh))
                    .intoArray(slope, i);
        }
    }

    private static FloatVector distance(FloatVector y, float vTh) {
        return y.sub(vTh).lanewise(VectorOperators.ABS);
    }

    /** {@code gain e / (1 + e)^2} with {@code e = exp(-rate distance)}. */
    private static FloatVector bell(float gain, float rate, FloatVector distance) {
        FloatVector e = VectorMath.expOfNegative(distance.mul(-rate));
        FloatVector denominator = e.add(1f);
        return e.mul(gain).div(denominator.mul(denominator));
    }
}
