package dev.soma.runtime.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Cases of {@link LossOperations}. */
final class LossCases {
    private LossCases() {}

    static List<OperationCase> all() {
        List<OperationCase> cases = new ArrayList<>();
        long seed = 1;
        int[][] shapes = {
            {1, 1, 1},
            {1, 1, 2},
            {4, 1, 10},
            {2, 31, 10},
            {1, 32, 3},
            {3, 33, 7},
            {5, 257, 4},
            {2, 3, 1000},
            {4, 130, 100}
        };
        for (int[] shape : shapes) {
            RandomArrays random = new RandomArrays(seed);
            String label = "shape=" + Arrays.toString(shape) + " seed=" + seed;
            HostArray logits = random.normal(0, 3, shape);
            add(cases, label, logits, random.ints(shape[2], shape[1]));
            cases.add(OperationCase.of("predict", label, LossCases::predict).in("logits", logits));
            HostArray tied = HostArray.of(random.ints(3, shape).floats(), shape);
            cases.add(OperationCase.of("predict", "ties " + label, LossCases::predict)
                    .in("logits", tied));
            seed++;
        }
        add(
                cases,
                "huge logits",
                floats(2, 2, 3, 1e4f, -1e4f, 0, 3e38f, 3e38f, -3e38f, 1e4f, -1e4f, 0, 0, 0, 0),
                ints(1, 0));
        add(cases, "equal logits", floats(1, 1, 4, 7, 7, 7, 7), ints(2));
        add(cases, "labels that are no class", floats(1, 3, 2, 1, 2, 3, 4, 5, 6), ints(-1, 1, 2));
        add(cases, "NaN in one sample", floats(1, 2, 3, 1, Float.NaN, 2, 1, 2, 3), ints(0, 0));
        float infinity = Float.POSITIVE_INFINITY;
        cases.add(OperationCase.of(
                        "predict",
                        "NaN and infinities",
                        (inputs, actual) -> Map.of("classes", Expected.exactly(2, 0, 0, 1)))
                .in(
                        "logits",
                        floats(
                                1, 4, 3, Float.NaN, 1, 2, Float.NaN, Float.NaN, Float.NaN, -infinity, -infinity,
                                -infinity, 0, infinity, infinity)));
        return cases;
    }

    private static void add(List<OperationCase> cases, String label, HostArray logits, HostArray labels) {
        for (String reduction : List.of("mean-logits", "mean-loss")) {
            cases.add(OperationCase.of("cross-entropy", reduction + " " + label, LossCases::crossEntropy)
                    .in("logits", logits)
                    .in("labels", labels)
                    .set("reduction", reduction));
        }
    }

    private static Map<String, Expected> crossEntropy(Inputs inputs, Map<String, HostArray> actual) {
        LossReference reference = reference(inputs);
        double[] logits = inputs.doubles("logits");
        int[] labels = inputs.ints("labels");
        boolean ofMean = inputs.setting("reduction", "mean-logits").equals("mean-logits");
        double[] loss = ofMean ? reference.ofMean(logits, labels) : reference.meanOfSteps(logits, labels);
        double[] gradient =
                ofMean ? reference.gradientOfMean(logits, labels) : reference.gradientOfSteps(logits, labels);
        double[] magnitudes = magnitudes(reference, logits);
        double[] lossTerms = new double[loss.length];
        for (int n = 0; n < loss.length; n++) {
            lossTerms[n] = magnitudes[n] + Math.log(reference.classes());
        }
        double[] gradientTerms = new double[gradient.length];
        int samples = reference.steps() * reference.batch();
        for (int i = 0; i < gradient.length; i++) {
            int target = reference.target(labels, i);
            double softmax = gradient[i] * samples + target;
            // an error of the logits is a relative one of their exponential
            double magnitude = magnitudes[i / reference.classes() % reference.batch()];
            gradientTerms[i] = (softmax * (1 + 2 * magnitude) + target) / samples;
        }
        return Map.of(
                "loss", Expected.near(Tolerance.SUM, loss, lossTerms),
                "gradLogits", Expected.near(Tolerance.SUM, gradient, gradientTerms));
    }

    private static Map<String, Expected> predict(Inputs inputs, Map<String, HostArray> actual) {
        LossReference reference = reference(inputs);
        double[] mean = reference.mean(inputs.doubles("logits"));
        int[] classes = new int[reference.batch()];
        for (int n = 0; n < classes.length; n++) {
            for (int k = 1; k < reference.classes(); k++) {
                if (mean[n * reference.classes() + k] > mean[n * reference.classes() + classes[n]]) {
                    classes[n] = k;
                }
            }
        }
        return Map.of("classes", Expected.exactly(classes));
    }

    /** The largest magnitude of each sample's logits. */
    private static double[] magnitudes(LossReference reference, double[] logits) {
        double[] magnitudes = new double[reference.batch()];
        for (int i = 0; i < logits.length; i++) {
            int n = i / reference.classes() % reference.batch();
            magnitudes[n] = Math.max(magnitudes[n], Math.abs(logits[i]));
        }
        return magnitudes;
    }

    private static LossReference reference(Inputs inputs) {
        int[] shape = inputs.shape("logits");
        return new LossReference(shape[0], shape[1], shape[2]);
    }

    private static HostArray floats(int steps, int batch, int classes, float... values) {
        return HostArray.of(values, steps, batch, classes);
    }

    private static HostArray ints(int... values) {
        return HostArray.of(values, values.length);
    }
}
