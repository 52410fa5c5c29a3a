package dev.soma.runtime.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Cases of {@link OptimizerOperations}. */
final class OptimizerCases {
    /** Sizes around groups of work-items, vectors and the shares of threads. */
    private static final int[] SIZES = {1, 7, 256, 257, 8191, 8193, 3 * 8192 + 5};

    private OptimizerCases() {}

    static List<OperationCase> all() {
        List<OperationCase> cases = new ArrayList<>();
        long seed = 1;
        for (int size : SIZES) {
            addSgd(cases, size, 0.9f, 5e-4f, false, seed++);
            addSgd(cases, size, 0.9f, 5e-4f, true, seed++);
            addAdamW(cases, size, 0.9f, 0.999f, 0.01f, 5, seed++);
        }
        addSgd(cases, 33, 0f, 0f, false, seed++);
        addSgd(cases, 33, 0f, 0.1f, true, seed++);
        addSgd(cases, 33, 1f, 0f, true, seed++);
        addAdamW(cases, 33, 0f, 0f, 0f, 1, seed++);
        addAdamW(cases, 33, 0.3f, 0.4f, 0.5f, 1, seed++);
        addAdamW(cases, 33, 0.9f, 0.999f, 0f, 100_000, seed++);
        RandomArrays random = new RandomArrays(seed);
        cases.add(OperationCase.of("sgd", "first step, shape [3, 5] seed=" + seed, OptimizerCases::sgd)
                .in("w", random.normal(0, 1, 3, 5))
                .in("grad", random.normal(0, 1, 3, 5)));
        cases.add(OperationCase.of("adamw", "first step, shape [3, 5] seed=" + seed, OptimizerCases::adamW)
                .in("w", random.normal(0, 1, 3, 5))
                .in(
                        "grad",
                        HostArray.of(
                                new float[] {0, -0f, 1e-20f, -1e-15f, 1e-10f, 1e5f, -1e10f, 1, -1, 2, 3, 1e-3f, 5, 6, 7
                                },
                                3,
                                5)));
        return cases;
    }

    private static void addSgd(
            List<OperationCase> cases, int size, float momentum, float weightDecay, boolean nesterov, long seed) {
        RandomArrays random = new RandomArrays(seed);
        String label = "size=" + size + " momentum=" + momentum + " weightDecay=" + weightDecay
                + (nesterov ? " nesterov" : "") + " seed=" + seed;
        cases.add(OperationCase.of("sgd", label, OptimizerCases::sgd)
                .in("w", random.normal(0, 1, size))
                .in("grad", random.normal(0, 0.1, size))
                .in("velocity", random.normal(0, 0.1, size))
                .set("learningRate", 0.05f)
                .set("momentum", momentum)
                .set("weightDecay", weightDecay)
                .set("nesterov", nesterov));
    }

    private static void addAdamW(
            List<OperationCase> cases, int size, float beta1, float beta2, float weightDecay, int step, long seed) {
        RandomArrays random = new RandomArrays(seed);
        String label = "size=" + size + " beta1=" + beta1 + " beta2=" + beta2 + " weightDecay=" + weightDecay + " step="
                + step + " seed=" + seed;
        cases.add(OperationCase.of("adamw", label, OptimizerCases::adamW)
                .in("w", random.normal(0, 1, size))
                .in("grad", random.normal(0, 0.1, size))
                .in("m", random.normal(0, 0.1, size))
                .in("v", random.uniform(0, 0.01, size))
                .set("learningRate", 0.002f)
                .set("beta1", beta1)
                .set("beta2", beta2)
                .set("weightDecay", weightDecay)
                .set("step", step));
    }

    private static Map<String, Expected> sgd(Inputs inputs, Map<String, HostArray> actual) {
        double[] w = inputs.doubles("w");
        double[] grad = inputs.doubles("grad");
        double[] velocity = inputs.doublesOr("velocity", 0, w.length);
        double rate = inputs.number("learningRate", "0.1");
        double momentum = inputs.number("momentum", "0.9");
        double weightDecay = inputs.number("weightDecay", "0");
        boolean nesterov = inputs.setting("nesterov", "false").equals("true");
        double[] speed = new double[w.length];
        double[] speedTerms = new double[w.length];
        double[] updated = new double[w.length];
        double[] updatedTerms = new double[w.length];
        for (int i = 0; i < w.length; i++) {
            double g = grad[i] + weightDecay * w[i];
            double gTerms = Math.abs(grad[i]) + weightDecay * Math.abs(w[i]);
            speed[i] = momentum * velocity[i] + g;
            speedTerms[i] = momentum * Math.abs(velocity[i]) + gTerms;
            double direction = nesterov ? g + momentum * speed[i] : speed[i];
            double directionTerms = nesterov ? gTerms + momentum * speedTerms[i] : speedTerms[i];
            updated[i] = w[i] - rate * direction;
            updatedTerms[i] = Math.abs(w[i]) + rate * directionTerms;
        }
        return Map.of(
                "velocity", Expected.near(Tolerance.ROUNDING, speed, speedTerms),
                "w", Expected.near(Tolerance.ROUNDING, updated, updatedTerms));
    }

    private static Map<String, Expected> adamW(Inputs inputs, Map<String, HostArray> actual) {
        double[] w = inputs.doubles("w");
        double[] grad = inputs.doubles("grad");
        double[] m = inputs.doublesOr("m", 0, w.length);
        double[] v = inputs.doublesOr("v", 0, w.length);
        double rate = inputs.number("learningRate", "0.001");
        double beta1 = inputs.number("beta1", "0.9");
        double beta2 = inputs.number("beta2", "0.999");
        double eps = inputs.number("eps", "1e-8");
        double weightDecay = inputs.number("weightDecay", "0.01");
        double step = inputs.number("step", "1");
        double correction1 = 1 - Math.pow(beta1, step);
        double correction2 = 1 - Math.pow(beta2, step);
        double[] first = new double[w.length];
        double[] firstTerms = new double[w.length];
        double[] second = new double[w.length];
        double[] updated = new double[w.length];
        double[] updatedTerms = new double[w.length];
        for (int i = 0; i < w.length; i++) {
            first[i] = beta1 * m[i] + (1 - beta1) * grad[i];
            firstTerms[i] = beta1 * Math.abs(m[i]) + (1 - beta1) * Math.abs(grad[i]);
            second[i] = beta2 * v[i] + (1 - beta2) * grad[i] * grad[i];
            double scale = rate / correction1 / (Math.sqrt(second[i] / correction2) + eps);
            updated[i] = w[i] - rate * weightDecay * w[i] - scale * first[i];
            updatedTerms[i] = Math.abs(w[i]) + rate * weightDecay * Math.abs(w[i]) + scale * firstTerms[i];
        }
        return Map.of(
                "m", Expected.near(Tolerance.ROUNDING, first, firstTerms),
                "v", Expected.near(Tolerance.ROUNDING, second),
                "w", Expected.near(Tolerance.ROUNDING, updated, updatedTerms));
    }
}
