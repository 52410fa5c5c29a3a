package dev.soma.runtime.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Cases of {@link NeuronOperations}. */
final class NeuronCases {
    private static final String[] RESETS = {"hard", "soft"};
    private static final String[] MODES = {"channel", "element"};

    /** {@code [T, N, pixels..., C]}: one neuron, vectors, odd channels, whole words, more steps than bits in an int. */
    private static final int[][] SHAPES = {
        {1, 1, 1},
        {5, 3, 1},
        {1, 2, 3, 31},
        {4, 2, 3, 5, 32},
        {3, 1, 33},
        {6, 2, 2, 2, 100},
        {32, 3, 7},
        {33, 1, 40},
        {70, 2, 3}
    };

    /** The same for MPBN, where a statistic needs two values; rows around those that a work-group shares. */
    private static final int[][] NORM_SHAPES = {
        {1, 2, 1},
        {3, 2, 1, 1, 33},
        {2, 7, 3, 5},
        {4, 8, 2, 2, 32},
        {3, 9, 31},
        {2, 32, 40},
        {3, 33, 3},
        {5, 5, 7, 9},
        {2, 150, 3, 2}
    };

    /** Shapes that the processor's threads split, by lines and by rows, with few features and with many. */
    private static final int[][] LARGE_SHAPES = {
        {2, 4, 140, 20}, {2, 3, 331, 40}, {3, 5, 60, 33}, {2, 150, 20, 32}, {2, 700, 5}, {2, 2, 4100, 3}
    };

    /** Where a current is the same at all steps. */
    private static final int[][] CONSTANT_SHAPES = {{1, 2, 3, 31}, {5, 3, 2, 2, 33}, {4, 2, 64}, {35, 2, 3, 5}};

    private NeuronCases() {}

    static List<OperationCase> all() {
        List<OperationCase> cases = new ArrayList<>();
        addForward(cases);
        addBackward(cases);
        addMpbnForward(cases);
        addMpbnBackward(cases);
        addFolded(cases);
        cases.addAll(constant());
        addDecay(cases);
        return cases;
    }

    /** Currents that are the same at all steps. */
    static List<OperationCase> constant() {
        return constant(CONSTANT_SHAPES);
    }

    /** More neurons than a device that runs kernels in plain Java should be given. */
    static List<OperationCase> large() {
        List<OperationCase> cases = new ArrayList<>();
        long seed = 6000;
        for (int[] shape : LARGE_SHAPES) {
            cases.add(forward(shape, seed++, ""));
            cases.add(backward(shape, seed++, "tanh", "usual", "0.5", ""));
            for (String mode : MODES) {
                String reset = RESETS[(int) (seed % 2)];
                cases.add(mpbnForward(shape, mode, seed++, reset).set("reset", reset));
                cases.add(evaluation(shape, mode, seed++, reset));
                cases.add(mpbnBackward(shape, mode, 0.3, 1, seed++, "tanh", reset, "false", ""));
                cases.add(folded(shape, mode, seed++, reset));
            }
        }
        cases.addAll(constant(LARGE_SHAPES));
        return cases;
    }

    private static void addForward(List<OperationCase> cases) {
        long seed = 1000;
        for (int[] shape : SHAPES) {
            for (String reset : RESETS) {
                cases.add(forward(shape, seed++, "").set("reset", reset));
            }
        }
        int[] shape = {6, 2, 3, 33};
        for (String decay : new String[] {"0", "0.9", "1"}) {
            for (String reset : RESETS) {
                cases.add(forward(shape, seed++, "decay=" + decay)
                        .set("decay", decay)
                        .set("vTh", "1.25")
                        .set("reset", reset));
            }
        }
        float[] special = {
            0, 0.5f, Math.nextUp(0.5f), -1, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MAX_VALUE
        };
        float[] thrice = new float[3 * special.length];
        for (int i = 0; i < thrice.length; i++) {
            thrice[i] = i < special.length ? special[i] : 0.25f;
        }
        cases.add(OperationCase.of("lif-forward", "at the threshold, NaN and infinities", NeuronReference::lifForward)
                .in("xSeq", HostArray.of(thrice, 3, 1, special.length)));
    }

    private static OperationCase forward(int[] shape, long seed, String label) {
        return OperationCase.of("lif-forward", label(shape, label, seed), NeuronReference::lifForward)
                .in("xSeq", new RandomArrays(seed).normal(0.4, 0.5, shape));
    }

    private static void addBackward(List<OperationCase> cases) {
        long seed = 2000;
        for (int[] shape : SHAPES) {
            cases.add(backward(shape, seed++, "tanh", "usual", "0.5", ""));
        }
        int[] shape = {5, 2, 3, 33};
        for (SurrogateReference surrogate : SurrogateReference.values()) {
            String name = word(surrogate);
            for (String reset : RESETS) {
                for (String detach : new String[] {"false", "true"}) {
                    cases.add(backward(shape, seed++, name, "usual", "0.5", reset + " detach=" + detach)
                            .set("reset", reset)
                            .set("detachReset", detach));
                }
            }
            cases.add(backward(shape, seed++, name, "5", "1.5", "decay=1")
                    .set("decay", "1")
                    .set("reset", "soft"));
            cases.add(edges(name));
        }
    }

    private static OperationCase backward(
            int[] shape, long seed, String surrogate, String alpha, String vTh, String label) {
        RandomArrays random = new RandomArrays(seed);
        double[] jumps = jumps(surrogate, alpha, vTh);
        float[] h = random.normal(0.4, 0.6, shape).floats();
        for (int i = 0; i < h.length; i++) {
            while (isNear(h[i], jumps)) {
                h[i] += 0.01f;
            }
        }
        return OperationCase.of(
                        "lif-backward",
                        label(shape, surrogate + " alpha=" + alpha + " vTh=" + vTh + " " + label, seed),
                        NeuronReference::lifBackward)
                .in("gradSpikeSeq", random.normal(0, 1, shape))
                .in("hSeq", HostArray.of(h, shape))
                .set("surrogate", surrogate)
                .set("alpha", alpha)
                .set("vTh", vTh);
    }

    /** Potentials exactly on the surrogates' edges and on the threshold, where all arithmetic is exact. */
    private static OperationCase edges(String surrogate) {
        float[] h = new float[2 * 13];
        for (int i = 0; i < h.length; i++) {
            h[i] = (i % 13 - 4) / 8f;
        }
        float[] g = new float[h.length];
        Arrays.fill(g, 0.5f);
        return OperationCase.of("lif-backward", surrogate + " on its edges", NeuronReference::lifBackward)
                .in("gradSpikeSeq", HostArray.of(g, 2, 1, 13))
                .in("hSeq", HostArray.of(h, 2, 1, 13))
                .set("surrogate", surrogate);
    }

    private static void addMpbnForward(List<OperationCase> cases) {
        long seed = 3000;
        for (String mode : MODES) {
            for (int[] shape : NORM_SHAPES) {
                String reset = RESETS[(int) (seed % 2)];
                cases.add(mpbnForward(shape, mode, seed++, reset).set("reset", reset));
            }
            int[] shape = {3, 6, 2, 35};
            cases.add(mpbnForward(shape, mode, seed++, "running statistics given")
                    .in("runningMean", new RandomArrays(seed).normal(0, 1, features(shape, mode)))
                    .in("runningVar", new RandomArrays(seed).uniform(0.1, 2, features(shape, mode)))
                    .set("momentum", "0.3")
                    .set("eps", "1e-3")
                    .set("decay", "1")
                    .set("vTh", "0.8"));
            cases.add(mpbnForward(shape, mode, seed++, "equal inputs").in("xSeq", equalRows(shape, mode, 0.7f)));
            cases.add(mpbnForward(shape, mode, seed++, "mean 1000, deviation 1")
                    .in("xSeq", new RandomArrays(seed).normal(1000, 1, shape)));
            cases.add(mpbnForward(shape, mode, seed++, "mean -1000, deviation 1")
                    .in("xSeq", new RandomArrays(seed).normal(-1000, 1, shape))
                    .set("decay", "0"));
            cases.add(mpbnForward(shape, mode, seed++, "gamma 0")
                    .in("gamma", HostArray.of(new float[features(shape, mode)], features(shape, mode))));
        }
        for (String mode : MODES) {
            for (int[] shape : SHAPES) {
                String reset = RESETS[(int) (seed % 2)];
                cases.add(evaluation(shape, mode, seed++, reset));
            }
        }
        cases.add(mpbnForward(new int[] {2, 1, 5}, "channel", seed, "evaluation of new statistics")
                .set("training", "false"));
    }

    private static OperationCase evaluation(int[] shape, String mode, long seed, String reset) {
        RandomArrays random = new RandomArrays(seed);
        return mpbnForward(shape, mode, seed, "evaluation " + reset)
                .set("training", "false")
                .set("reset", reset)
                .in("runningMean", random.normal(0.3, 0.3, features(shape, mode)))
                .in("runningVar", random.uniform(0.1, 2, features(shape, mode)));
    }

    private static OperationCase mpbnForward(int[] shape, String mode, long seed, String label) {
        RandomArrays random = new RandomArrays(seed);
        return OperationCase.of(
                        "lif-mpbn-forward", label(shape, mode + " " + label, seed), NeuronReference::lifMpbnForward)
                .in("xSeq", random.normal(0.3, 1, shape))
                .in("gamma", gamma(random, shape, mode))
                .in("beta", random.normal(0.3, 0.5, features(shape, mode)))
                .set("mode", mode);
    }

    private static void addMpbnBackward(List<OperationCase> cases) {
        long seed = 4000;
        for (String mode : MODES) {
            for (int[] shape : NORM_SHAPES) {
                cases.add(mpbnBackward(shape, mode, 0.3, 1, seed++, "tanh", "hard", "false", ""));
            }
            int[] shape = {3, 6, 2, 35};
            for (SurrogateReference surrogate : SurrogateReference.values()) {
                for (String reset : RESETS) {
                    for (String detach : new String[] {"false", "true"}) {
                        cases.add(mpbnBackward(shape, mode, 0.3, 1, seed++, word(surrogate), reset, detach, ""));
                    }
                }
            }
            cases.add(mpbnBackward(shape, mode, 0.3, 1, seed++, "tanh", "hard", "false", "IF")
                    .set("decay", "1"));
            cases.add(mpbnBackward(shape, mode, 1000, 1, seed++, "atan", "soft", "false", "mean 1000, deviation 1"));
            cases.add(mpbnBackward(shape, mode, 0.7, 0, seed++, "tanh", "hard", "false", "equal potentials"));
        }
    }

    private static OperationCase mpbnBackward(
            int[] shape,
            String mode,
            double hMean,
            double hDeviation,
            long seed,
            String surrogate,
            String reset,
            String detach,
            String label) {
        RandomArrays random = new RandomArrays(seed);
        int features = features(shape, mode);
        int steps = shape[0];
        HostArray h = random.normal(hMean, hDeviation, shape);
        HostArray gamma = gamma(random, shape, mode);
        HostArray beta = random.normal(0.3, 0.5, features);
        NeuronReference.Layer layer = new NeuronReference.Layer(
                steps, h.length() / steps / features, features, 0.25, 0.5, reset.equals("soft"), detach.equals("true"));
        NeuronReference.Norm norm = NeuronReference.Norm.of(
                layer, Inputs.toDoubles(h), Inputs.toDoubles(gamma), Inputs.toDoubles(beta), 1e-5);
        HostArray mean = rounded(norm.mean(), steps, features);
        HostArray invStd = rounded(norm.invStd(), steps, features);
        avoidJumps(layer, h, gamma, beta, mean, invStd, jumps(surrogate, "usual", "0.5"));
        return OperationCase.of(
                        "lif-mpbn-backward",
                        label(shape, mode + " " + surrogate + " " + reset + " detach=" + detach + " " + label, seed),
                        NeuronReference::lifMpbnBackward)
                .in("gradSpikeSeq", random.normal(0, 1, shape))
                .in("hSeq", h)
                .in("gamma", gamma)
                .in("beta", beta)
                .in("mean", mean)
                .in("invStd", invStd)
                .set("mode", mode)
                .set("surrogate", surrogate)
                .set("reset", reset)
                .set("detachReset", detach);
    }

    /** Moves potentials away from where a rounding of y would change the gradient at once, by moving h, or beta for gamma 0. */
    private static void avoidJumps(
            NeuronReference.Layer layer,
            HostArray h,
            HostArray gamma,
            HostArray beta,
            HostArray mean,
            HostArray invStd,
            double[] jumps) {
        NeuronReference.Norm norm = new NeuronReference.Norm(
                Inputs.toDoubles(gamma), Inputs.toDoubles(beta), Inputs.toDoubles(mean), Inputs.toDoubles(invStd));
        for (int f = 0; f < layer.features(); f++) {
            while (isNear(norm.beta()[f], jumps)) {
                beta.floats()[f] += 0.01f;
                norm.beta()[f] = beta.floats()[f];
            }
        }
        float[] potentials = h.floats();
        double[] exact = Inputs.toDoubles(h);
        for (int i = 0; i < potentials.length; i++) {
            double slope = norm.gamma()[i % layer.features()]
                    * norm.invStd()[i / layer.neurons() * layer.features() + i % layer.features()];
            while (slope != 0 && isNear(norm.y(layer, exact, i), jumps)) {
                potentials[i] += (float) (0.01 / Math.abs(slope));
                exact[i] = potentials[i];
            }
        }
    }

    private static void addFolded(List<OperationCase> cases) {
        long seed = 5000;
        for (String mode : MODES) {
            for (int[] shape : SHAPES) {
                cases.add(folded(shape, mode, seed, RESETS[(int) (seed++ % 2)]));
            }
        }
    }

    private static OperationCase folded(int[] shape, String mode, long seed, String reset) {
        RandomArrays random = new RandomArrays(seed);
        OperationCase folded = OperationCase.of(
                "lif-folded-forward", label(shape, mode + " " + reset, seed), NeuronReference::lifFoldedForward);
        return withThresholds(folded, random, features(shape, mode))
                .in("xSeq", random.normal(0.4, 0.5, shape))
                .set("mode", mode)
                .set("reset", reset);
    }

    /** Adds folded thresholds: of both signs, and infinite for some. */
    static OperationCase withThresholds(OperationCase one, RandomArrays random, int features) {
        float[] threshold = random.normal(0.2, 0.5, features).floats();
        float[] sign = random.uniform(-1, 1, features).floats();
        for (int f = 0; f < features; f++) {
            sign[f] = Math.signum(sign[f]);
            if (f % 5 == 3) {
                threshold[f] = sign[f] * Float.POSITIVE_INFINITY;
            }
        }
        return one.in("threshold", HostArray.of(threshold, features)).in("sign", HostArray.of(sign, features));
    }

    private static List<OperationCase> constant(int[]... shapes) {
        List<OperationCase> cases = new ArrayList<>();
        long seed = 7000;
        for (int[] shape : shapes) {
            int[] step = shape.clone();
            step[0] = 1;
            List<OperationCase> ofOneStep = new ArrayList<>();
            String plainReset = RESETS[(int) (seed % 2)];
            ofOneStep.add(forward(step, seed++, plainReset).set("reset", plainReset));
            for (String mode : MODES) {
                String reset = RESETS[(int) (seed % 2)];
                ofOneStep.add(mpbnForward(step, mode, seed++, reset).set("reset", reset));
                ofOneStep.add(evaluation(step, mode, seed++, reset));
                ofOneStep.add(folded(step, mode, seed++, reset));
            }
            ofOneStep.forEach(one -> cases.add(constant(shape[0], one)));
        }
        return cases;
    }

    private static OperationCase constant(int steps, OperationCase one) {
        Reference reference = (inputs, actual) -> one.reference().results(repeated(inputs), actual);
        return new OperationCase(one.operation(), steps + " times " + one.label(), one.inputs(), reference)
                .set("steps", steps);
    }

    /** The same inputs with a sequence of currents. */
    static Inputs repeated(Inputs constant) {
        HostArray x = constant.array("xSeq");
        int[] shape = x.shape().clone();
        shape[0] = Integer.parseInt(constant.setting("steps", "0"));
        float[] xSeq = new float[shape[0] * x.length()];
        for (int i = 0; i < xSeq.length; i++) {
            xSeq[i] = x.floats()[i % x.length()];
        }
        Map<String, HostArray> arrays = new LinkedHashMap<>(constant.arrays());
        arrays.put("xSeq", HostArray.of(xSeq, shape));
        Map<String, String> settings = new LinkedHashMap<>(constant.settings());
        settings.remove("steps");
        return new Inputs(arrays, settings);
    }

    private static void addDecay(List<OperationCase> cases) {
        for (float w : new float[] {0, 1, -1.0986123f, 5, -10, 30}) {
            cases.add(OperationCase.of("decay-forward", "w=" + w, NeuronReference::decayForward)
                    .in("w", HostArray.of(new float[] {w}, 1)));
        }
        for (float decay : new float[] {0, 0.25f, 0.5f, 0.9f, 1}) {
            cases.add(OperationCase.of("decay-backward", "decay=" + decay, NeuronReference::decayBackward)
                    .in("decay", HostArray.of(new float[] {decay}, 1))
                    .in("gradDecay", HostArray.of(new float[] {-3.5f}, 1)));
        }
    }

    /** Of both signs, and 0 for some. */
    private static HostArray gamma(RandomArrays random, int[] shape, String mode) {
        HostArray gamma = random.normal(0.3, 1, features(shape, mode));
        for (int f = 4; f < gamma.length(); f += 9) {
            gamma.floats()[f] = 0;
        }
        return gamma;
    }

    private static HostArray equalRows(int[] shape, String mode, float value) {
        int features = features(shape, mode);
        float[] x = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < x.length; i++) {
            x[i] = value + i % features / 16f;
        }
        return HostArray.of(x, shape);
    }

    private static HostArray rounded(double[] values, int... shape) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return HostArray.of(floats, shape);
    }

    /** Where the gradient jumps: at the threshold, where a spike comes or goes, and at the surrogate's own jumps. */
    private static double[] jumps(String surrogate, String alpha, String vTh) {
        SurrogateReference reference = SurrogateReference.named(surrogate);
        double sharpness = alpha.equals("usual") ? reference.usualAlpha() : Double.parseDouble(alpha);
        double threshold = Double.parseDouble(vTh);
        double[] own = reference.jumps(sharpness, threshold);
        double[] jumps = Arrays.copyOf(own, own.length + 1);
        jumps[own.length] = threshold;
        return jumps;
    }

    private static boolean isNear(double y, double[] jumps) {
        return Arrays.stream(jumps).anyMatch(jump -> Math.abs(y - jump) < 2e-3);
    }

    private static int features(int[] shape, String mode) {
        int features = shape[shape.length - 1];
        if (mode.equals("element")) {
            for (int i = 2; i < shape.length - 1; i++) {
                features *= shape[i];
            }
        }
        return features;
    }

    private static String word(SurrogateReference surrogate) {
        return surrogate.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static String label(int[] shape, String label, long seed) {
        return Arrays.toString(shape) + " " + label + " seed=" + seed;
    }
}
