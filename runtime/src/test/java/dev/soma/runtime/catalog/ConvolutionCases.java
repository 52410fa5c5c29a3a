package dev.soma.runtime.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Cases of {@link ConvolutionOperations}. */
final class ConvolutionCases {
    private ConvolutionCases() {}

    /** What a case convolves, and how dense its spikes are. */
    private record Setup(String label, ConvolutionReference geometry, double density, List<Integer> batch) {}

    static List<OperationCase> all() {
        List<OperationCase> cases = new ArrayList<>();
        long seed = 1;
        for (Setup setup : setups()) {
            addConv2d(cases, setup, seed++);
        }
        addNotFinite(cases, 33, seed++);
        addNotFinite(cases, 7, seed++);
        // one less, equal, one more, several and a rest of the kernels' tiles: 64 rows, 64 channels, 16 terms
        for (int[] sizes : new int[][] {
            {1, 1, 1}, {3, 5, 2}, {63, 15, 63}, {64, 16, 64}, {65, 17, 65}, {130, 33, 70}, {2, 100, 10}, {300, 32, 33}
        }) {
            addLinear(cases, sizes[0], sizes[1], sizes[2], seed++);
        }
        return cases;
    }

    /**
     * Cases beyond the blocks of the vector device's loops: bands of 128 to 1024 pixels, pieces of 256 terms, chunks of 192 weight
     * rows, blocks of 64 outputs; too large for the lockstep of the jvm device.
     */
    static List<OperationCase> large() {
        List<OperationCase> cases = new ArrayList<>();
        long seed = 101;
        for (Setup setup : largeSetups()) {
            addConv2d(cases, setup, seed++);
        }
        for (int[] sizes : new int[][] {{300, 1100, 40}, {1, 600, 200}, {1030, 40, 20}}) {
            addLinear(cases, sizes[0], sizes[1], sizes[2], seed++);
        }
        return cases;
    }

    /** The least work that takes the kernels that work in tiles, and the one that adds up the sums of parts. */
    static List<OperationCase> tiles() {
        List<OperationCase> cases = new ArrayList<>();
        addConv2d(cases, setup("one tile", 1, 2, 1, 32, 33, 1, 2, 1, 1, 1, 1, 0.4), 201);
        addConv2d(cases, setup("two parts", 1, 5, 13, 2, 3, 1, 1, 1, 0, 1, 1, 0.4), 202);
        return cases;
    }

    private static List<Setup> largeSetups() {
        return List.of(
                setup("several bands", 2, 33, 41, 8, 20, 3, 3, 1, 1, 1, 1, 0.2),
                setup("bands of several images", 45, 5, 5, 64, 24, 3, 3, 1, 1, 1, 1, 0.2),
                setup("several pieces, chunks and blocks", 2, 4, 4, 300, 140, 3, 3, 1, 1, 1, 1, 0.15),
                setup("several pieces of a 1 x 1", 9, 4, 4, 520, 70, 1, 1, 1, 0, 1, 1, 0.15),
                setup("many spikes", 2, 12, 12, 96, 40, 3, 3, 1, 1, 1, 1, 0.8),
                setup("several bands, stride 2", 2, 67, 41, 32, 16, 3, 3, 2, 1, 1, 1, 0.2),
                setup("several bands, dilation 2", 2, 31, 30, 32, 33, 3, 3, 1, 2, 2, 1, 0.2),
                setup("several bands, 2 groups", 2, 25, 24, 64, 66, 3, 3, 1, 1, 1, 2, 0.2),
                setup("several bands, depthwise", 3, 21, 20, 36, 36, 3, 3, 1, 1, 1, 36, 0.2),
                setup("several bands, 5 x 5", 2, 24, 23, 40, 36, 5, 5, 1, 2, 1, 1, 0.8),
                setup("tiles that are cut off", 3, 17, 30, 17, 33, 3, 3, 1, 0, 1, 1, 0.7),
                setup("tiles of padding", 2, 6, 7, 16, 70, 3, 3, 1, 2, 1, 1, 0.7),
                setup("tiles of small images", 70, 3, 4, 24, 16, 3, 3, 1, 1, 1, 1, 0.7));
    }

    private static List<Setup> setups() {
        return List.of(
                setup("one of everything", 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1),
                new Setup("no batch", new ConvolutionReference(1, 4, 5, 3, 6, 3, 3, 1, 1, 1, 1), 0.4, List.of()),
                new Setup(
                        "time and batch",
                        new ConvolutionReference(6, 5, 4, 3, 64, 3, 3, 1, 1, 1, 1),
                        0.3,
                        List.of(3, 2)),
                setup("wide", 2, 5, 5, 33, 65, 3, 3, 1, 1, 1, 1, 0.2),
                setup("no spikes", 2, 4, 4, 32, 32, 3, 3, 1, 1, 1, 1, 0),
                setup("all spikes", 2, 4, 4, 40, 34, 3, 3, 1, 1, 1, 1, 1),
                setup("stride 2", 2, 7, 6, 36, 40, 3, 3, 2, 1, 1, 1, 0.3),
                setup("stride 2 of 1 x 1", 2, 6, 5, 34, 33, 1, 1, 2, 0, 1, 1, 0.3),
                setup("stride beyond the kernel", 2, 8, 9, 33, 32, 2, 1, 3, 0, 1, 1, 0.3),
                setup("stride beyond the input", 3, 1, 2, 33, 32, 1, 2, 4, 1, 1, 1, 0.3),
                setup("dilation 2", 1, 7, 8, 32, 35, 3, 3, 1, 2, 2, 1, 0.3),
                setup("stride 2, dilation 2", 1, 9, 10, 35, 32, 3, 2, 2, 1, 2, 1, 0.3),
                setup("stride 2, dilation 3", 1, 9, 8, 35, 32, 2, 3, 2, 2, 3, 1, 0.3),
                setup("kernel 1 x 5", 2, 3, 7, 5, 7, 1, 5, 1, 2, 1, 1, 0.3),
                setup("kernel as large as the input", 3, 4, 4, 20, 10, 4, 4, 1, 0, 1, 1, 0.3),
                setup("outputs of padding alone", 1, 2, 2, 33, 33, 1, 1, 1, 2, 1, 1, 0.5),
                setup("2 groups across words", 1, 4, 4, 80, 66, 3, 3, 1, 1, 1, 2, 0.3),
                setup("2 groups of whole words", 1, 3, 3, 64, 128, 3, 3, 1, 1, 1, 2, 0.3),
                setup("4 groups in a word", 2, 4, 3, 32, 20, 3, 3, 2, 1, 1, 4, 0.3),
                setup("3 groups of 11", 2, 3, 4, 33, 99, 2, 2, 1, 0, 2, 3, 0.3),
                setup("depthwise", 2, 6, 5, 40, 40, 3, 3, 1, 1, 1, 40, 0.3),
                setup("depthwise, stride 2, 3 outputs each", 2, 5, 6, 35, 105, 3, 3, 2, 1, 1, 35, 0.3),
                setup("depthwise, 32 outputs each", 1, 3, 3, 3, 96, 3, 3, 1, 1, 1, 3, 0.5),
                setup("many pixels", 3, 17, 16, 5, 33, 1, 3, 1, 1, 1, 1, 0.2),
                setup("many pixels, few channels", 3, 17, 16, 3, 4, 3, 1, 1, 1, 1, 1, 0.2));
    }

    private static Setup setup(
            String label,
            int batch,
            int height,
            int width,
            int inChannels,
            int outChannels,
            int kernelHeight,
            int kernelWidth,
            int stride,
            int padding,
            int dilation,
            int groups,
            double density) {
        return new Setup(
                label,
                new ConvolutionReference(
                        batch,
                        height,
                        width,
                        inChannels,
                        outChannels,
                        kernelHeight,
                        kernelWidth,
                        stride,
                        padding,
                        dilation,
                        groups),
                density,
                List.of(batch));
    }

    private static void addConv2d(List<OperationCase> cases, Setup setup, long seed) {
        ConvolutionReference g = setup.geometry();
        RandomArrays random = new RandomArrays(seed);
        int[] inShape = shape(setup.batch(), g.height(), g.width(), g.inChannels());
        HostArray x = random.normal(0.2, 1, inShape);
        HostArray spikes = random.spikes(setup.density(), inShape);
        HostArray weight = random.normal(0, 1, g.kernelHeight(), g.kernelWidth(), g.groupIn(), g.outChannels());
        HostArray bias = random.normal(0, 1, g.outChannels());
        HostArray gradY = random.normal(0, 1, shape(setup.batch(), g.outHeight(), g.outWidth(), g.outChannels()));
        String label = setup.label() + " seed=" + seed;
        List<OperationCase> added = List.of(
                OperationCase.of("conv2d-forward", label, forward(g, "x"))
                        .in("x", x)
                        .in("weight", weight)
                        .in("bias", bias),
                OperationCase.of("conv2d-forward", label + " without bias", forward(g, "x"))
                        .in("x", x)
                        .in("weight", weight),
                OperationCase.of("conv2d-forward-spikes", label, forward(g, "spikes"))
                        .in("spikes", spikes)
                        .in("weight", weight)
                        .in("bias", bias),
                OperationCase.of("conv2d-forward-spikes", label + " without bias", forward(g, "spikes"))
                        .in("spikes", spikes)
                        .in("weight", weight),
                OperationCase.of("conv2d-grad-input", label, gradInput(g))
                        .in("gradY", gradY)
                        .in("weight", weight)
                        .set("groups", g.groups())
                        .set("height", g.height())
                        .set("width", g.width()),
                OperationCase.of("conv2d-grad-weight", label, gradWeight(g, "x"))
                        .in("x", x)
                        .in("gradY", gradY)
                        .set("groups", g.groups())
                        .set("kernelHeight", g.kernelHeight())
                        .set("kernelWidth", g.kernelWidth()),
                OperationCase.of("conv2d-grad-weight-spikes", label, gradWeight(g, "spikes"))
                        .in("spikes", spikes)
                        .in("gradY", gradY)
                        .set("groups", g.groups())
                        .set("kernelHeight", g.kernelHeight())
                        .set("kernelWidth", g.kernelWidth()));
        for (OperationCase one : added) {
            cases.add(one.set("stride", g.stride()).set("padding", g.padding()).set("dilation", g.dilation()));
        }
    }

    /** Infinities and NaN reach the outputs whose windows hold them, and no others. */
    private static void addNotFinite(List<OperationCase> cases, int outChannels, long seed) {
        ConvolutionReference g = new ConvolutionReference(1, 9, 9, 3, outChannels, 3, 3, 1, 1, 1, 1);
        RandomArrays random = new RandomArrays(seed);
        HostArray x = random.normal(0, 1, 1, 9, 9, 3);
        x.floats()[0] = Float.NaN;
        x.floats()[x.length() - 1] = Float.POSITIVE_INFINITY;
        cases.add(OperationCase.of("conv2d-forward", "not finite, to " + outChannels + " seed=" + seed, forward(g, "x"))
                .in("x", x)
                .in("weight", random.normal(0, 1, 3, 3, 3, outChannels))
                .set("padding", 1));
    }

    private static void addLinear(List<OperationCase> cases, int rows, int inFeatures, int outFeatures, long seed) {
        ConvolutionReference g = ConvolutionReference.linear(rows, inFeatures, outFeatures);
        RandomArrays random = new RandomArrays(seed);
        HostArray x = random.normal(0.2, 1, rows, inFeatures);
        HostArray spikes = random.spikes(0.2, rows, inFeatures);
        HostArray weight = random.normal(0, 1, inFeatures, outFeatures);
        HostArray bias = random.normal(0, 1, outFeatures);
        HostArray gradY = random.normal(0, 1, rows, outFeatures);
        String label = rows + " x " + inFeatures + " to " + outFeatures + " seed=" + seed;
        cases.add(OperationCase.of("linear-forward", label, forward(g, "x"))
                .in("x", x)
                .in("weight", weight)
                .in("bias", bias));
        cases.add(OperationCase.of("linear-forward-spikes", label, forward(g, "spikes"))
                .in("spikes", spikes)
                .in("weight", weight));
        cases.add(OperationCase.of("linear-grad-input", label, gradInput(g))
                .in("gradY", gradY)
                .in("weight", weight));
        cases.add(OperationCase.of("linear-grad-weight", label, gradWeight(g, "x"))
                .in("x", x)
                .in("gradY", gradY));
        cases.add(OperationCase.of("linear-grad-weight-spikes", label, gradWeight(g, "spikes"))
                .in("spikes", spikes)
                .in("gradY", gradY));
    }

    private static Reference forward(ConvolutionReference g, String input) {
        return (inputs, actual) -> {
            double[] x = inputs.doubles(input);
            double[] weight = inputs.doubles("weight");
            double[] bias = inputs.doublesOr("bias", 0, g.outChannels());
            return Map.of("y", sums(g.forward(x, weight, bias), g.forward(abs(x), abs(weight), abs(bias))));
        };
    }

    private static Reference gradInput(ConvolutionReference g) {
        return (inputs, actual) -> {
            double[] gradY = inputs.doubles("gradY");
            double[] weight = inputs.doubles("weight");
            return Map.of("gradX", sums(g.gradInput(gradY, weight), g.gradInput(abs(gradY), abs(weight))));
        };
    }

    private static Reference gradWeight(ConvolutionReference g, String input) {
        return (inputs, actual) -> {
            double[] x = inputs.doubles(input);
            double[] gradY = inputs.doubles("gradY");
            return Map.of(
                    "gradWeight", sums(g.gradWeight(x, gradY), g.gradWeight(abs(x), abs(gradY))),
                    "gradBias", sums(g.gradBias(gradY), g.gradBias(abs(gradY))));
        };
    }

    private static Expected sums(double[] values, double[] magnitudes) {
        return Expected.near(Tolerance.SUM, values, magnitudes);
    }

    private static double[] abs(double[] values) {
        return Arrays.stream(values).map(Math::abs).toArray();
    }

    private static int[] shape(List<Integer> batch, int... rest) {
        return IntStream.concat(batch.stream().mapToInt(Integer::intValue), Arrays.stream(rest))
                .toArray();
    }
}
