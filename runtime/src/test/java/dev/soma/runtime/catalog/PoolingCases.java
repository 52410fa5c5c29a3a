package dev.soma.runtime.catalog;

import dev.soma.runtime.Pool2dShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Cases of {@link PoolingOperations}. */
final class PoolingCases {
    private static final int STEPS = 2;

    private PoolingCases() {}

    static List<OperationCase> all() {
        List<OperationCase> cases = new ArrayList<>();
        long seed = 1;
        for (Pool2dShape shape : shapes()) {
            addWindowed(cases, shape, seed++);
        }
        for (int[] size : new int[][] {{1, 1, 1}, {2, 3, 31}, {8, 8, 64}, {17, 20, 40}}) {
            addGlobal(cases, Pool2dShape.global(2 * STEPS, size[0], size[1], size[2]), seed++);
        }
        cases.add(OperationCase.of("max-pool-forward", "NaN and infinities", PoolingCases::max)
                .in("x", special()));
        cases.add(OperationCase.of("max-pool-backward", "NaN and infinities", PoolingCases::maxBackward)
                .in("x", special())
                .in("gradY", new RandomArrays(98).normal(0, 1, 1, 1, 2, 17)));
        cases.add(OperationCase.of("avg-pool-backward", "size of x by itself", PoolingCases::averageBackward)
                .in("gradY", new RandomArrays(99).normal(0, 1, 3, 2, 4, 5)));
        return cases;
    }

    private static List<Pool2dShape> shapes() {
        return List.of(
                new Pool2dShape(STEPS, 1, 1, 1, 1, 1, 1, 0),
                new Pool2dShape(STEPS, 4, 6, 7, 2, 2, 2, 0),
                new Pool2dShape(STEPS, 5, 7, 33, 2, 2, 2, 0),
                new Pool2dShape(3 * STEPS, 8, 8, 64, 2, 2, 2, 0),
                new Pool2dShape(STEPS, 7, 6, 16, 3, 3, 2, 1),
                new Pool2dShape(STEPS, 5, 4, 31, 3, 3, 1, 1),
                new Pool2dShape(STEPS, 8, 7, 9, 2, 2, 3, 0),
                new Pool2dShape(STEPS, 6, 5, 100, 3, 2, 2, 1),
                new Pool2dShape(STEPS, 11, 14, 40, 6, 6, 4, 3),
                new Pool2dShape(64 * STEPS, 4, 4, 32, 2, 2, 2, 0));
    }

    private static void addWindowed(List<OperationCase> cases, Pool2dShape shape, long seed) {
        RandomArrays random = new RandomArrays(seed);
        String label = "H=" + shape.height() + " W=" + shape.width() + " C=" + shape.channels() + " kernel="
                + shape.kernelHeight() + "x" + shape.kernelWidth() + " stride=" + shape.stride() + " padding="
                + shape.padding() + " seed=" + seed;
        int[] input = {STEPS, shape.batch() / STEPS, shape.height(), shape.width(), shape.channels()};
        int[] output = {STEPS, shape.batch() / STEPS, shape.outHeight(), shape.outWidth(), shape.channels()};
        HostArray x = random.normal(0, 1, input);
        HostArray tied = HostArray.of(random.ints(4, input).floats(), input);
        HostArray gradY = random.normal(0, 1, output);
        cases.add(windowed("avg-pool-forward", label, PoolingCases::average, shape)
                .in("x", x));
        cases.add(windowed("max-pool-forward", label, PoolingCases::max, shape).in("x", x));
        cases.add(windowed("max-pool-backward", label, PoolingCases::maxBackward, shape)
                .in("x", x)
                .in("gradY", gradY));
        cases.add(windowed("max-pool-backward", "ties " + label, PoolingCases::maxBackward, shape)
                .in("x", tied)
                .in("gradY", gradY));
        cases.add(windowed("avg-pool-backward", label, PoolingCases::averageBackward, shape)
                .in("gradY", gradY)
                .set("height", shape.height())
                .set("width", shape.width()));
        for (double density : new double[] {0, 0.3, 1}) {
            String sparse = "density=" + density + " " + label;
            HostArray spikes = random.spikes(density, input);
            cases.add(windowed("avg-pool-forward-spikes", sparse, PoolingCases::average, shape)
                    .in("spikes", spikes));
            cases.add(windowed("max-pool-forward-spikes", sparse, PoolingCases::maxSpikes, shape)
                    .in("spikes", spikes));
            cases.add(windowed("max-pool-backward-spikes", sparse, PoolingCases::maxBackward, shape)
                    .in("spikes", spikes)
                    .in("gradY", gradY));
        }
    }

    private static OperationCase windowed(String operation, String label, Reference reference, Pool2dShape shape) {
        return OperationCase.of(operation, label, reference)
                .set("kernel", shape.kernelHeight())
                .set("kernelWidth", shape.kernelWidth())
                .set("stride", shape.stride())
                .set("padding", shape.padding());
    }

    private static void addGlobal(List<OperationCase> cases, Pool2dShape shape, long seed) {
        RandomArrays random = new RandomArrays(seed);
        String label = "H=" + shape.height() + " W=" + shape.width() + " C=" + shape.channels() + " seed=" + seed;
        int[] input = {STEPS, shape.batch() / STEPS, shape.height(), shape.width(), shape.channels()};
        cases.add(OperationCase.of("global-avg-pool-forward", label, PoolingCases::globalAverage)
                .in("x", random.normal(0, 1, input)));
        for (double density : new double[] {0, 0.3, 1}) {
            cases.add(OperationCase.of(
                            "global-avg-pool-forward-spikes",
                            "density=" + density + " " + label,
                            PoolingCases::globalAverage)
                    .in("spikes", random.spikes(density, input)));
        }
        cases.add(OperationCase.of("global-avg-pool-backward", label, PoolingCases::globalAverageBackward)
                .in("gradY", random.normal(0, 1, STEPS, shape.batch() / STEPS, shape.channels()))
                .set("height", shape.height())
                .set("width", shape.width()));
    }

    /** Two windows of 2 x 2 with NaN, infinities and zeros of both signs, each in 17 channels. */
    private static HostArray special() {
        float[] pixels = {
            1,
            Float.NaN,
            Float.NEGATIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.NaN,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.NEGATIVE_INFINITY
        };
        float[] swapped = {Float.POSITIVE_INFINITY, 2, -0f, 0f, Float.POSITIVE_INFINITY, Float.NaN, 0f, -1f};
        int channels = 17;
        float[] x = new float[pixels.length * channels];
        for (int i = 0; i < x.length; i++) {
            x[i] = (i % channels % 3 == 0 ? pixels : swapped)[i / channels];
        }
        return HostArray.of(x, 1, 2, 4, channels);
    }

    private static Map<String, Expected> average(Inputs inputs, Map<String, HostArray> actual) {
        return Map.of("y", average(shape(inputs), x(inputs)));
    }

    private static Map<String, Expected> globalAverage(Inputs inputs, Map<String, HostArray> actual) {
        return Map.of("y", average(globalShape(inputShape(inputs)), x(inputs)));
    }

    private static Expected average(Pool2dShape shape, double[] x) {
        return Expected.near(
                Tolerance.SUM, PoolingReference.average(shape, x), PoolingReference.average(shape, magnitudes(x)));
    }

    private static Map<String, Expected> averageBackward(Inputs inputs, Map<String, HostArray> actual) {
        int[] output = inputs.shape("gradY");
        int rank = output.length;
        int kernel = (int) inputs.number("kernel", "2");
        int kernelWidth = (int) inputs.number("kernelWidth", "2");
        int stride = (int) inputs.number("stride", "2");
        int[] input = output.clone();
        input[rank - 3] = (int) inputs.number("height", "" + ((output[rank - 3] - 1) * stride + kernel));
        input[rank - 2] = (int) inputs.number("width", "" + ((output[rank - 2] - 1) * stride + kernelWidth));
        return Map.of("gradX", averageBackward(shape(inputs, input), inputs.doubles("gradY")));
    }

    private static Map<String, Expected> globalAverageBackward(Inputs inputs, Map<String, HostArray> actual) {
        int[] gradY = inputs.shape("gradY");
        int[] input = {
            gradY[0] * gradY[1], (int) inputs.number("height", "1"), (int) inputs.number("width", "1"), gradY[2]
        };
        return Map.of("gradX", averageBackward(globalShape(input), inputs.doubles("gradY")));
    }

    private static Expected averageBackward(Pool2dShape shape, double[] gradY) {
        return Expected.near(
                Tolerance.SUM,
                PoolingReference.averageBackward(shape, gradY),
                PoolingReference.averageBackward(shape, magnitudes(gradY)));
    }

    private static Map<String, Expected> max(Inputs inputs, Map<String, HostArray> actual) {
        return Map.of("y", Expected.near(Tolerance.EXACT, PoolingReference.max(shape(inputs), x(inputs))));
    }

    private static Map<String, Expected> maxSpikes(Inputs inputs, Map<String, HostArray> actual) {
        double[] largest = PoolingReference.max(shape(inputs), x(inputs));
        return Map.of(
                "pooled",
                Expected.exactly(
                        Arrays.stream(largest).mapToInt(spike -> (int) spike).toArray()));
    }

    private static Map<String, Expected> maxBackward(Inputs inputs, Map<String, HostArray> actual) {
        double[] gradY = inputs.doubles("gradY");
        return Map.of(
                "gradX",
                Expected.near(
                        Tolerance.SUM,
                        PoolingReference.maxBackward(shape(inputs), x(inputs), gradY),
                        PoolingReference.maxBackward(shape(inputs), x(inputs), magnitudes(gradY))));
    }

    private static double[] x(Inputs inputs) {
        return inputs.doubles(inputs.has("x") ? "x" : "spikes");
    }

    private static int[] inputShape(Inputs inputs) {
        return inputs.shape(inputs.has("x") ? "x" : "spikes");
    }

    private static Pool2dShape shape(Inputs inputs) {
        return shape(inputs, inputShape(inputs));
    }

    private static Pool2dShape shape(Inputs inputs, int[] input) {
        int rank = input.length;
        int kernel = (int) inputs.number("kernel", "2");
        return new Pool2dShape(
                batch(input),
                input[rank - 3],
                input[rank - 2],
                input[rank - 1],
                kernel,
                (int) inputs.number("kernelWidth", "" + kernel),
                (int) inputs.number("stride", "2"),
                (int) inputs.number("padding", "0"));
    }

    private static Pool2dShape globalShape(int[] input) {
        int rank = input.length;
        return Pool2dShape.global(batch(input), input[rank - 3], input[rank - 2], input[rank - 1]);
    }

    private static int batch(int[] input) {
        return Arrays.stream(input, 0, input.length - 3).reduce(1, (a, b) -> a * b);
    }

    private static double[] magnitudes(double[] values) {
        return Arrays.stream(values).map(Math::abs).toArray();
    }
}
