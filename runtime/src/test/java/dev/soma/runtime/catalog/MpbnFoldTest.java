package dev.soma.runtime.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.soma.runtime.Device;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Folding is exact: {@code sign * h > threshold} fires where the evaluated normalisation is above the threshold, for all
 * potentials, with the operations of the device itself.
 */
@Tag("device")
class MpbnFoldTest {
    private static final float VTH = 0.5f;
    private static final float EPS = 1e-5f;
    private static final float INF = Float.POSITIVE_INFINITY;
    private static final float NAN = Float.NaN;
    private static final float MAX = Float.MAX_VALUE;
    private static final float MIN = Float.MIN_VALUE;

    /** Floats on each side of the threshold that are all tried. */
    private static final int AROUND = 2000;

    /** Floats spread over all floats, infinities included. */
    private static final int SPREAD = 4001;

    private record Parameters(float gamma, float beta, float mean, float var) {}

    static List<TestDevices.Choice> devices() {
        return TestDevices.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("devices")
    void firesTheSameFoldedAndUnfolded(TestDevices.Choice choice) {
        List<Parameters> parameters = new ArrayList<>(random(7, 60));
        parameters.addAll(hostile());
        try (Device device = choice.open()) {
            Folded folded = fold(device, parameters, VTH);
            float[][] potentials = new float[parameters.size()][];
            for (int f = 0; f < potentials.length; f++) {
                potentials[f] = potentials(folded, f);
            }
            float[] y = evaluate(device, parameters, potentials);
            for (int f = 0; f < potentials.length; f++) {
                for (int i = 0; i < potentials[f].length; i++) {
                    float h = potentials[f][i];
                    boolean unfolded = y[i * potentials.length + f] > VTH;
                    if (folded.fires(f, h) != unfolded && !isTheException(parameters.get(f), folded, f, h)) {
                        fail(parameters.get(f) + ": h = " + h + " fires " + (unfolded ? "unfolded" : "folded")
                                + " only; threshold " + folded.threshold(f) + ", sign " + folded.sign(f));
                    }
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("devices")
    void aScaleOfZeroFiresAlwaysOrNever(TestDevices.Choice choice) {
        List<Parameters> parameters = List.of(
                new Parameters(0, 0.6f, 3, 1),
                new Parameters(-0f, 0.6f, 3, 1),
                new Parameters(0, VTH, 3, 1),
                new Parameters(0, -1, 3, 1),
                new Parameters(MIN, 0.6f, 3, 1e6f));
        try (Device device = choice.open()) {
            Folded folded = fold(device, parameters, VTH);
            Expected.exactly(-INF, -INF, INF, INF, -INF).check("threshold", folded.thresholds);
            Expected.exactly(1f, 1f, 1f, 1f, 1f).check("sign", folded.signs);
            float[] y = evaluate(device, parameters, new float[][] {{INF, 1}, {INF, 1}, {INF, 1}, {INF, 1}, {INF, 1}});
            assertTrue(Float.isNaN(y[0]), "unfolded, infinity times 0 is not a number");
            assertEquals(0.6f, y[5]);
            assertTrue(folded.fires(0, INF), "folded, infinity fires as all else");
        }
    }

    @Test
    void allDevicesFoldAlike() {
        List<Parameters> parameters = new ArrayList<>(random(8, 500));
        parameters.addAll(hostile());
        Folded expected = fold(TestDevices.JVM, parameters);
        for (TestDevices.Choice choice : devices()) {
            Folded folded = fold(choice, parameters);
            Expected.exactly(expected.thresholds.floats()).check("threshold", folded.thresholds);
            Expected.exactly(expected.signs.floats()).check("sign", folded.signs);
        }
    }

    private static Folded fold(TestDevices.Choice choice, List<Parameters> parameters) {
        try (Device device = choice.open()) {
            return fold(device, parameters, -0.25f);
        }
    }

    /** Infinite potential, flat normalisation above the threshold: NaN unfolded, while folded it fires as all else does. */
    private static boolean isTheException(Parameters p, Folded folded, int f, float h) {
        boolean flat = p.gamma * (1 / (float) Math.sqrt(p.var + EPS)) == 0;
        return flat && p.beta > VTH && folded.sign(f) * h == INF;
    }

    private static List<Parameters> random(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Parameters> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(new Parameters(
                    (float) random.nextGaussian(),
                    (float) random.nextGaussian(),
                    (float) random.nextGaussian(0, 3),
                    (float) random.nextDouble(0, 4)));
        }
        for (int i = 0; i < count; i++) {
            all.add(new Parameters(anyFloat(random), anyFloat(random), anyFloat(random), Math.abs(anyFloat(random))));
        }
        return all;
    }

    private static float anyFloat(SplittableRandom random) {
        return Float.intBitsToFloat(random.nextInt());
    }

    private static List<Parameters> hostile() {
        float[] gammas = {1, -1, 0, MIN, -MIN, 1e-30f, -1e-30f, 1e30f, -1e30f, MAX, INF, -INF, NAN};
        float[] betas = {0, -0f, VTH, Math.nextUp(VTH), Math.nextDown(VTH), 1e30f, -MAX, INF, -INF, NAN};
        float[] means = {0, -0f, 1, -1e6f, MIN, 0x1p103f, -0x1p104f, MAX, -MAX, INF, -INF, NAN};
        float[] vars = {1, 0, 1e-30f, 1e30f, INF, -1};
        List<Parameters> all = new ArrayList<>();
        for (float gamma : gammas) {
            for (float beta : betas) {
                all.add(new Parameters(gamma, beta, means[all.size() % means.length], vars[all.size() % vars.length]));
                all.add(new Parameters(gamma, beta, means[all.size() % means.length], 1));
                all.add(new Parameters(gamma, beta, means[(all.size() + 5) % means.length], 1));
            }
        }
        return all;
    }

    /** The potentials to try: all floats around the threshold, and some of all others. */
    private static float[] potentials(Folded folded, int f) {
        float[] potentials = new float[2 * AROUND + 1 + SPREAD + 3];
        int lowest = order(-INF);
        int highest = order(INF);
        int centre = order(folded.sign(f) * folded.threshold(f));
        int n = 0;
        for (int i = -AROUND; i <= AROUND; i++) {
            potentials[n++] = ordered(Math.clamp((long) centre + i, lowest, highest));
        }
        for (int i = 0; i < SPREAD; i++) {
            potentials[n++] = ordered((int) (lowest + ((long) highest - lowest) * i / (SPREAD - 1)));
        }
        potentials[n++] = NAN;
        potentials[n++] = -0f;
        potentials[n] = 0;
        return potentials;
    }

    private static int order(float value) {
        int bits = Float.floatToRawIntBits(value);
        return bits < 0 ? Integer.MIN_VALUE - bits - 1 : bits;
    }

    private static float ordered(int order) {
        return Float.intBitsToFloat(order < 0 ? Integer.MIN_VALUE - order - 1 : order);
    }

    private record Folded(HostArray thresholds, HostArray signs) {
        float threshold(int f) {
            return thresholds.floats()[f];
        }

        float sign(int f) {
            return signs.floats()[f];
        }

        boolean fires(int f, float h) {
            return sign(f) * h > threshold(f);
        }
    }

    private static Folded fold(Device device, List<Parameters> parameters, float vTh) {
        Map<String, HostArray> results = Operations.named("mpbn-fold-threshold")
                .run(device, arrays(parameters), Map.of("vTh", Float.toString(vTh), "eps", Float.toString(EPS)));
        return new Folded(array(results, "threshold"), array(results, "sign"));
    }

    /** {@code y [potentials of a feature, features]}. */
    private static float[] evaluate(Device device, List<Parameters> parameters, float[][] potentials) {
        int features = potentials.length;
        int rows = potentials[0].length;
        float[] x = new float[rows * features];
        for (int f = 0; f < features; f++) {
            for (int i = 0; i < rows; i++) {
                x[i * features + f] = potentials[f][i];
            }
        }
        Map<String, HostArray> arrays = arrays(parameters);
        arrays.put("x", HostArray.of(x, 1, rows, features));
        return array(
                        Operations.named("mpbn-forward-evaluation")
                                .run(device, arrays, Map.of("eps", Float.toString(EPS))),
                        "y")
                .floats();
    }

    private static Map<String, HostArray> arrays(List<Parameters> parameters) {
        int features = parameters.size();
        float[] gamma = new float[features];
        float[] beta = new float[features];
        float[] mean = new float[features];
        float[] var = new float[features];
        for (int f = 0; f < features; f++) {
            gamma[f] = parameters.get(f).gamma;
            beta[f] = parameters.get(f).beta;
            mean[f] = parameters.get(f).mean;
            var[f] = parameters.get(f).var;
        }
        Map<String, HostArray> arrays = new LinkedHashMap<>();
        arrays.put("gamma", HostArray.of(gamma, features));
        arrays.put("beta", HostArray.of(beta, features));
        arrays.put("runningMean", HostArray.of(mean, features));
        arrays.put("runningVar", HostArray.of(var, features));
        return arrays;
    }

    private static HostArray array(Map<String, HostArray> results, String name) {
        return Objects.requireNonNull(results.get(name), name);
    }
}
