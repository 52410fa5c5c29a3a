package dev.soma.runtime.catalog;

import dev.soma.runtime.Device;
import dev.soma.runtime.kernel.OneLaunch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Cases of the convolution of spikes with the neurons behind it. */
final class ConvolutionFireCases {
    private static final String OPERATION = "conv2d-fire-spikes";
    private static final String[] RESETS = {"hard", "soft"};

    /** Without thresholds, and with one per channel and per element. */
    private static final String[] THRESHOLDS = {"none", "channel", "element"};

    private ConvolutionFireCases() {}

    /** What a case convolves over how many steps, and how dense its spikes are. */
    private record Setup(String label, int steps, ConvolutionReference geometry, double density) {}

    static List<OperationCase> all() {
        List<OperationCase> cases = new ArrayList<>();
        long seed = 301;
        for (Setup setup : setups()) {
            cases.add(fire(setup, RESETS[(int) (seed % 2)], THRESHOLDS[(int) (seed % 3)], seed % 4 < 2, seed++));
            cases.add(fire(setup, RESETS[(int) (seed % 2)], THRESHOLDS[(int) (seed % 3)], seed % 4 < 2, seed++));
        }
        Setup odd = setup("odd sizes", 3, 2, 5, 3, 7, 35, 3, 3, 1, 1, 1, 1, 0.3);
        for (String reset : RESETS) {
            for (String thresholds : THRESHOLDS) {
                cases.add(fire(odd, reset, thresholds, true, seed++));
                cases.add(fire(odd, reset, thresholds, false, seed++));
            }
            cases.add(fire(odd, reset, "none", true, seed++).set("decay", "1").set("vTh", "1.25"));
            cases.add(
                    fire(odd, reset, "channel", true, seed++).set("decay", "0").set("vTh", "0.1"));
        }
        return cases;
    }

    /** On devices that run kernels in one launch, however few the neurons are. */
    static Map<String, HostArray> runInOneLaunch(OperationCase testCase, Device device) {
        try (Call call = testCase.prepare(device)) {
            ConvolutionOperations.fireSpikes(OneLaunch.of(device), call);
            return call.results();
        }
    }

    private static List<Setup> setups() {
        return List.of(
                setup("one of everything", 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1),
                setup("one step", 1, 3, 5, 4, 33, 65, 3, 3, 1, 1, 1, 1, 0.2),
                setup("whole words", 4, 2, 4, 4, 32, 64, 3, 3, 1, 1, 1, 1, 0.3),
                setup("32 steps", 32, 1, 3, 2, 5, 33, 3, 3, 1, 1, 1, 1, 0.3),
                setup("33 steps", 33, 1, 2, 2, 1, 2, 3, 3, 1, 1, 1, 1, 0.5),
                setup("70 steps", 70, 2, 2, 3, 3, 31, 1, 1, 1, 0, 1, 1, 0.4),
                setup("no spikes", 3, 2, 4, 4, 32, 32, 3, 3, 1, 1, 1, 1, 0),
                setup("all spikes", 3, 1, 4, 4, 40, 34, 3, 3, 1, 1, 1, 1, 1),
                setup("stride 2", 2, 2, 7, 6, 36, 40, 3, 3, 2, 1, 1, 1, 0.3),
                setup("stride beyond the input", 2, 3, 1, 2, 33, 32, 2, 2, 4, 1, 1, 1, 0.3),
                setup("dilation 2", 2, 1, 7, 8, 32, 35, 3, 3, 1, 2, 2, 1, 0.3),
                setup("kernel 1 x 5", 3, 1, 3, 7, 5, 7, 1, 5, 1, 2, 1, 1, 0.3),
                setup("outputs of padding alone", 2, 1, 2, 2, 33, 33, 1, 1, 1, 2, 1, 1, 0.5),
                setup("2 groups across words", 2, 2, 4, 4, 80, 66, 3, 3, 1, 1, 1, 2, 0.3),
                setup("3 groups of 11", 3, 1, 3, 4, 33, 99, 2, 2, 1, 0, 1, 3, 0.3),
                setup("depthwise", 2, 2, 6, 5, 40, 40, 3, 3, 1, 1, 1, 40, 0.3),
                setup("a vector", 5, 9, 1, 1, 70, 10, 1, 1, 1, 0, 1, 1, 0.3),
                setup("many pixels", 2, 1, 17, 16, 3, 5, 3, 3, 1, 1, 1, 1, 0.2));
    }

    private static Setup setup(
            String label,
            int steps,
            int samples,
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
                steps,
                new ConvolutionReference(
                        steps * samples,
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
                density);
    }

    private static OperationCase fire(Setup setup, String reset, String thresholds, boolean hasBias, long seed) {
        ConvolutionReference g = setup.geometry();
        int samples = g.batch() / setup.steps();
        RandomArrays random = new RandomArrays(seed);
        String label = setup.label() + " " + reset + " thresholds=" + thresholds + " bias=" + hasBias + " seed=" + seed;
        OperationCase one = OperationCase.of(OPERATION, label, reference(g, setup.steps()))
                .in(
                        "spikes",
                        random.spikes(setup.density(), setup.steps(), samples, g.height(), g.width(), g.inChannels()))
                .in("weight", random.normal(0, 0.3, g.kernelHeight(), g.kernelWidth(), g.groupIn(), g.outChannels()))
                .set("stride", g.stride())
                .set("padding", g.padding())
                .set("dilation", g.dilation())
                .set("reset", reset);
        if (hasBias) {
            one.in("bias", random.normal(0.3, 0.5, g.outChannels()));
        }
        if (!thresholds.equals("none")) {
            int pixels = thresholds.equals("element") ? g.outHeight() * g.outWidth() : 1;
            NeuronCases.withThresholds(one, random, pixels * g.outChannels()).set("mode", thresholds);
        }
        return one;
    }

    private static Reference reference(ConvolutionReference g, int steps) {
        int[] shape = {steps, g.batch() / steps, g.outHeight(), g.outWidth(), g.outChannels()};
        return (inputs, actual) -> {
            double[] spikes = inputs.doubles("spikes");
            double[] weight = inputs.doubles("weight");
            double[] bias = inputs.doublesOr("bias", 0, g.outChannels());
            double[] currents = g.forward(spikes, weight, bias);
            double[] magnitudes = g.forward(spikes, abs(weight), abs(bias));
            Quantity[] x = new Quantity[currents.length];
            Arrays.setAll(x, i -> new Quantity(currents[i], magnitudes[i]));
            return Map.of("spikeSeq", NeuronReference.fires(inputs, shape, x, actual));
        };
    }

    private static double[] abs(double[] values) {
        return Arrays.stream(values).map(Math::abs).toArray();
    }
}
