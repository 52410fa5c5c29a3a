package dev.soma.runtime.catalog;

import dev.soma.runtime.catalog.NormalizationReference.Bounded;
import dev.soma.runtime.catalog.NormalizationReference.Gradients;
import dev.soma.runtime.catalog.NormalizationReference.Statistics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Cases of {@link NormalizationOperations}. */
final class NormalizationCases {
    /** {@code [T, N, *P, C]}: small and odd, then around the tiles and splits of every device, in features and in rows. */
    private static final int[][] SHAPES = {
        {1, 2, 1},
        {2, 3, 1, 1, 1},
        {3, 2, 3, 5, 7},
        {1, 3, 1, 1, 31},
        {2, 3, 1, 1, 32},
        {4, 2, 2, 2, 33},
        {2, 5, 100},
        {1, 2, 127},
        {1, 7, 128},
        {2, 9, 129},
        {5, 2, 2, 2, 16},
        {1, 17, 241, 1},
        {1, 20, 1031, 3},
        {3, 2, 1279, 3},
        {1, 1, 5, 51, 64},
        {2, 1, 4, 64, 64},
        {1, 3, 171, 64},
        {1, 2, 515, 64},
        {1, 1, 255, 129},
        {1, 257, 129},
        {1, 5, 2047},
        {2, 2, 2048},
        {1, 3, 2049}
    };

    /** As above, where each place has its own statistics. */
    private static final int[][] ELEMENT_SHAPES = {
        {1, 2, 1, 1, 1}, {3, 4, 3, 5, 7}, {2, 33, 2, 2, 3}, {2, 7, 5, 7, 32}, {1, 300, 2, 20}
    };

    private NormalizationCases() {}

    static List<OperationCase> all() {
        List<OperationCase> cases = new ArrayList<>();
        long seed = 1;
        for (int[] shape : SHAPES) {
            addAll(cases, shape, "channel", seed++);
        }
        for (int[] shape : ELEMENT_SHAPES) {
            addAll(cases, shape, "element", seed++);
        }
        addHardStatistics(cases);
        addSettings(cases);
        addFolds(cases);
        return cases;
    }

    private static void addAll(List<OperationCase> cases, int[] shape, String axis, long seed) {
        for (String kind : new String[] {"batch-norm", "mpbn"}) {
            RandomArrays random = new RandomArrays(seed);
            String label = axis + " " + Arrays.toString(shape) + " seed=" + seed;
            HostArray x = random.normal(0.3, 1.5, shape);
            cases.add(forwardTraining(kind, label, axis, x, random));
            cases.add(forwardEvaluation(kind, label, axis, x, random));
            cases.add(backwardTraining(kind, label, axis, x, random));
            cases.add(backwardEvaluation(kind, label, axis, x, random));
        }
    }

    private static void addHardStatistics(List<OperationCase> cases) {
        long seed = 100;
        for (String kind : new String[] {"batch-norm", "mpbn"}) {
            RandomArrays random = new RandomArrays(seed++);
            cases.add(forwardTraining(kind, "large mean", "channel", random.normal(3000, 1, 2, 300, 5), random));
            cases.add(forwardTraining(kind, "tiny values", "channel", random.normal(1e-6, 1e-6, 2, 9, 5), random));
            HostArray constant = random.normal(7.3, 0, 2, 20, 40);
            cases.add(forwardTraining(kind, "constant", "channel", constant, random));
            HostArray outlier = random.normal(0, 1, 1, 3000, 2);
            outlier.floats()[0] = 1000;
            cases.add(forwardTraining(kind, "first row an outlier", "channel", outlier, random));
            for (float special : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
                HostArray poisoned = random.normal(0, 1, 2, 9, 35);
                poisoned.floats()[3 * 35 + 33] = special;
                cases.add(forwardTraining(kind, "one value " + special, "channel", poisoned, random));
            }
        }
    }

    private static void addSettings(List<OperationCase> cases) {
        RandomArrays random = new RandomArrays(200);
        HostArray x = random.normal(-1, 0.1, 3, 4, 2, 2, 5);
        for (String kind : new String[] {"batch-norm", "mpbn"}) {
            cases.add(forwardTraining(kind, "eps=0.01 momentum=0.7", "channel", x, random)
                    .set("eps", "0.01")
                    .set("momentum", "0.7"));
            cases.add(forwardTraining(kind, "momentum=0, initial running statistics", "channel", x, random)
                    .set("momentum", "0"));
            cases.add(forwardTraining(kind, "momentum=1", "element", x, random).set("momentum", "1"));
            cases.add(forwardEvaluation(kind, "eps=0.01", "element", x, random).set("eps", "0.01"));
            cases.add(backwardEvaluation(kind, "eps=0.01", "element", x, random).set("eps", "0.01"));
            OperationCase fresh = forwardTraining(kind, "no running statistics given", "channel", x, random);
            fresh.inputs().arrays().remove("runningMean");
            fresh.inputs().arrays().remove("runningVar");
            cases.add(fresh);
        }
    }

    private static void addFolds(List<OperationCase> cases) {
        long seed = 300;
        for (int features : new int[] {1, 31, 300}) {
            RandomArrays random = new RandomArrays(seed);
            String label = "F=" + features + " seed=" + seed++;
            cases.add(withParameters(
                    OperationCase.of("mpbn-fold-threshold", label, NormalizationCases::foldThreshold),
                    random,
                    features));
            cases.add(withParameters(
                            OperationCase.of(
                                    "mpbn-fold-threshold", label + " vTh=-1", NormalizationCases::foldThreshold),
                            random,
                            features)
                    .set("vTh", "-1")
                    .set("eps", "0.1"));
        }
        for (int[] shape : new int[][] {{1, 1}, {3, 3, 2, 5}, {7, 33}, {2, 2, 4, 64}, {40, 129}, {1, 1, 3, 2050}}) {
            RandomArrays random = new RandomArrays(seed);
            int channels = shape[shape.length - 1];
            String label = Arrays.toString(shape) + " seed=" + seed++;
            cases.add(withParameters(
                            OperationCase.of("batch-norm-fold-convolution", label, NormalizationCases::foldConvolution),
                            random,
                            channels)
                    .in("weight", random.normal(0, 1, shape))
                    .in("bias", random.normal(0, 1, channels)));
            cases.add(withParameters(
                            OperationCase.of(
                                    "batch-norm-fold-convolution",
                                    label + " no bias",
                                    NormalizationCases::foldConvolution),
                            random,
                            channels)
                    .in("weight", random.normal(0, 1, shape))
                    .set("eps", "0.1"));
        }
    }

    private static OperationCase forwardTraining(
            String kind, String label, String axis, HostArray x, RandomArrays random) {
        OperationCase testCase = OperationCase.of(
                kind + "-forward-training", label, (inputs, actual) -> forwardTraining(sizes(kind, inputs), inputs));
        return withParameters(testCase, random, features(axis, x)).in("x", x).set("axis", axis);
    }

    private static OperationCase forwardEvaluation(
            String kind, String label, String axis, HostArray x, RandomArrays random) {
        OperationCase testCase = OperationCase.of(
                kind + "-forward-evaluation",
                label,
                (inputs, actual) -> forwardEvaluation(sizes(kind, inputs), inputs));
        return withParameters(testCase, random, features(axis, x)).in("x", x).set("axis", axis);
    }

    private static OperationCase backwardTraining(
            String kind, String label, String axis, HostArray x, RandomArrays random) {
        OperationCase testCase = OperationCase.of(
                        kind + "-backward-training",
                        label,
                        (inputs, actual) -> backwardTraining(sizes(kind, inputs), inputs))
                .in("gradY", random.normal(0.1, 1, x.shape()))
                .in("x", x)
                .in("gamma", gamma(random, features(axis, x)))
                .set("axis", axis);
        NormalizationReference sizes = sizes(kind, testCase.inputs());
        Statistics statistics = sizes.statistics(Inputs.toDoubles(x), 1e-5);
        int[] shape = kind.equals("mpbn") ? new int[] {sizes.steps, sizes.features} : new int[] {sizes.features};
        return testCase.in("mean", toFloats(statistics.mean().values(), shape))
                .in("invStd", toFloats(statistics.invStd().values(), shape));
    }

    private static OperationCase backwardEvaluation(
            String kind, String label, String axis, HostArray x, RandomArrays random) {
        OperationCase testCase = OperationCase.of(
                        kind + "-backward-evaluation",
                        label,
                        (inputs, actual) -> backwardEvaluation(sizes(kind, inputs), inputs))
                .in("gradY", random.normal(0.1, 1, x.shape()))
                .in("x", x)
                .set("axis", axis);
        return withParameters(testCase, random, features(axis, x));
    }

    private static OperationCase withParameters(OperationCase testCase, RandomArrays random, int features) {
        return testCase.in("gamma", gamma(random, features))
                .in("beta", random.normal(0, 0.5, features))
                .in("runningMean", random.normal(0, 1, features))
                .in("runningVar", random.uniform(0, 3, features));
    }

    /** Scales of both signs, one of them 0. */
    private static HostArray gamma(RandomArrays random, int features) {
        HostArray gamma = random.uniform(-2, 2, features);
        if (features > 2) {
            gamma.floats()[1] = 0;
        }
        return gamma;
    }

    private static int features(String axis, HostArray x) {
        int[] shape = x.shape();
        return axis.equals("element") ? x.length() / (shape[0] * shape[1]) : shape[shape.length - 1];
    }

    private static NormalizationReference sizes(String kind, Inputs inputs) {
        int features = features(inputs.setting("axis", "channel"), inputs.array("x"));
        int steps = kind.equals("mpbn") ? inputs.shape("x")[0] : 1;
        return new NormalizationReference(steps, inputs.array("x").length() / (steps * features), features);
    }

    private static HostArray toFloats(double[] values, int... shape) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return HostArray.of(floats, shape);
    }

    private static Map<String, Expected> forwardTraining(NormalizationReference sizes, Inputs inputs) {
        double[] x = inputs.doubles("x");
        double eps = inputs.number("eps", "1e-5");
        Statistics statistics = sizes.statistics(x, eps);
        Bounded y = sizes.forwardTraining(x, eps, inputs.doubles("gamma"), inputs.doubles("beta"));
        Bounded[] running = sizes.running(
                x,
                inputs.number("momentum", "0.1"),
                inputs.doublesOr("runningMean", 0, sizes.features),
                inputs.doublesOr("runningVar", 1, sizes.features));
        return Map.of(
                "y", y.expected(),
                "mean", statistics.mean().expected(),
                "invStd", statistics.invStd().expected(),
                "runningMean", running[0].expected(),
                "runningVar", running[1].expected());
    }

    private static Map<String, Expected> forwardEvaluation(NormalizationReference sizes, Inputs inputs) {
        Bounded y = sizes.forwardEvaluation(
                inputs.doubles("x"),
                inputs.number("eps", "1e-5"),
                inputs.doubles("gamma"),
                inputs.doubles("beta"),
                inputs.doubles("runningMean"),
                inputs.doubles("runningVar"));
        return Map.of("y", y.expected());
    }

    private static Map<String, Expected> backwardTraining(NormalizationReference sizes, Inputs inputs) {
        return expected(sizes.backwardTraining(
                inputs.doubles("gradY"),
                inputs.doubles("x"),
                inputs.doubles("gamma"),
                inputs.doubles("mean"),
                inputs.doubles("invStd")));
    }

    private static Map<String, Expected> backwardEvaluation(NormalizationReference sizes, Inputs inputs) {
        return expected(sizes.backwardEvaluation(
                inputs.doubles("gradY"),
                inputs.doubles("x"),
                inputs.number("eps", "1e-5"),
                inputs.doubles("gamma"),
                inputs.doubles("runningMean"),
                inputs.doubles("runningVar")));
    }

    private static Map<String, Expected> expected(Gradients gradients) {
        return Map.of(
                "gradX", gradients.x().expected(),
                "gradGamma", gradients.gamma().expected(),
                "gradBeta", gradients.beta().expected());
    }

    /** Near the threshold in real numbers; that it is the exact one is tested in {@link MpbnFoldTest}. */
    private static Map<String, Expected> foldThreshold(Inputs inputs, Map<String, HostArray> actual) {
        double[] gamma = inputs.doubles("gamma");
        double[] beta = inputs.doubles("beta");
        double[] mean = inputs.doubles("runningMean");
        double[] var = inputs.doubles("runningVar");
        double vTh = inputs.number("vTh", "0.5");
        Bounded threshold = Bounded.zeros(gamma.length);
        float[] sign = new float[gamma.length];
        for (int f = 0; f < gamma.length; f++) {
            double scale = gamma[f] / Math.sqrt(var[f] + inputs.number("eps", "1e-5"));
            sign[f] = scale < 0 ? -1 : 1;
            if (scale == 0) {
                threshold.set(f, beta[f] > vTh ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY, 0);
            } else {
                double distance = (vTh - beta[f]) / scale;
                double size = (Math.abs(vTh) + Math.abs(beta[f])) / Math.abs(scale) + Math.abs(mean[f]);
                threshold.set(f, sign[f] * (distance + mean[f]), Tolerance.ROUNDING.times(size));
            }
        }
        return Map.of("threshold", threshold.expected(), "sign", Expected.exactly(sign));
    }

    private static Map<String, Expected> foldConvolution(Inputs inputs, Map<String, HostArray> actual) {
        double[] weight = inputs.doubles("weight");
        double[] gamma = inputs.doubles("gamma");
        double[] beta = inputs.doubles("beta");
        double[] mean = inputs.doubles("runningMean");
        double[] var = inputs.doubles("runningVar");
        int channels = gamma.length;
        double[] bias = inputs.doublesOr("bias", 0, channels);
        double[] scale = new double[channels];
        Bounded foldedBias = Bounded.zeros(channels);
        for (int c = 0; c < channels; c++) {
            scale[c] = gamma[c] / Math.sqrt(var[c] + inputs.number("eps", "1e-5"));
            double product = (bias[c] - mean[c]) * scale[c];
            double size = Math.abs(product) + Math.abs(beta[c]);
            foldedBias.set(c, product + beta[c], Tolerance.ROUNDING.times(size));
        }
        double[] foldedWeight = new double[weight.length];
        for (int i = 0; i < weight.length; i++) {
            foldedWeight[i] = weight[i] * scale[i % channels];
        }
        return Map.of(
                "foldedWeight", Expected.near(Tolerance.ROUNDING, foldedWeight), "foldedBias", foldedBias.expected());
    }
}
