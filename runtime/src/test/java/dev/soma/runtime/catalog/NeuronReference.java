package dev.soma.runtime.catalog;

import dev.soma.runtime.NeuronOps;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Neurons in double precision, written from the equations of {@link NeuronOps}.
 *
 * <p>The forward follows the device: each step starts from the spikes, and where it gives them from the potentials, that the
 * device itself gave for the step before. So each step is checked on its own, and a spike that rounding decided does not
 * hide what follows.
 */
final class NeuronReference {
    private NeuronReference() {}

    /**
     * The sizes and constants of a layer. Where there is no statistic, all of a step's neurons are features of one row.
     *
     * @param steps time steps
     * @param rows values per statistic
     * @param features neurons of a row
     */
    record Layer(int steps, int rows, int features, double decay, double vTh, boolean soft, boolean detachReset) {
        int neurons() {
            return rows * features;
        }

        int size() {
            return steps * neurons();
        }

        /** What remains of a potential, {@code s} its spike: nothing after a hard reset, even of infinity. */
        double reset(double h, double s) {
            return soft ? h - vTh * s : s == 1 ? 0 : h * (1 - s);
        }

        /** The potential before the step of element {@code i}, from those of the step before. */
        double previous(double[] h, double[] s, int i) {
            int before = i - neurons();
            return before < 0 ? 0 : reset(h[before], s[before]);
        }

        /** Sum of the elements of a step's feature. */
        Quantity sum(int step, int feature, IntFunction<Quantity> term) {
            Quantity sum = Quantity.ZERO;
            for (int row = 0; row < rows; row++) {
                sum = sum.plus(term.apply((step * rows + row) * features + feature));
            }
            return sum;
        }
    }

    /** How a potential becomes a spike, and the derivative that the backward uses. */
    interface Firing {
        double spike(double y);

        Quantity derivative(double y);
    }

    /**
     * The parameters and statistics of an MPBN.
     *
     * @param gamma {@code [features]}
     * @param beta {@code [features]}
     * @param mean {@code [steps, features]}
     * @param invStd {@code [steps, features]}
     */
    @SuppressWarnings("ArrayRecordComponent") // a plain carrier
    record Norm(double[] gamma, double[] beta, double[] mean, double[] invStd) {
        double xHat(Layer layer, double[] h, int i) {
            int statistic = i / layer.neurons() * layer.features() + i % layer.features();
            return (h[i] - mean[statistic]) * invStd[statistic];
        }

        double y(Layer layer, double[] h, int i) {
            int feature = i % layer.features();
            return xHat(layer, h, i) * gamma[feature] + beta[feature];
        }

        /** The statistics of potentials. */
        static Norm of(Layer layer, double[] h, double[] gamma, double[] beta, double eps) {
            double[] mean = new double[layer.steps() * layer.features()];
            double[] invStd = new double[mean.length];
            for (int t = 0; t < layer.steps(); t++) {
                for (int f = 0; f < layer.features(); f++) {
                    int statistic = t * layer.features() + f;
                    mean[statistic] = layer.sum(t, f, i -> Quantity.of(h[i])).value() / layer.rows();
                    double var = layer.sum(t, f, i -> Quantity.of(Math.pow(h[i] - mean[statistic], 2)))
                                    .value()
                            / layer.rows();
                    invStd[statistic] = 1 / Math.sqrt(var + eps);
                }
            }
            return new Norm(gamma, beta, mean, invStd);
        }
    }

    /** Results of {@link #backward}; gamma and beta are empty without MPBN. */
    @SuppressWarnings("ArrayRecordComponent") // a plain carrier
    record Gradients(Quantity[] x, Quantity[] gamma, Quantity[] beta, Quantity decay) {}

    static Map<String, Expected> lifForward(Inputs inputs, Map<String, HostArray> actual) {
        double[] x = inputs.doubles("xSeq");
        Layer layer = layer(inputs, inputs.shape("xSeq"), "neuron");
        double[] h = result(actual, "hSeq");
        int[] spikes = new int[x.length];
        for (int i = 0; i < x.length; i++) {
            spikes[i] = h[i] > layer.vTh() ? 1 : 0;
        }
        return Map.of(
                "hSeq", potentials(layer, x, h, result(actual, "spikeSeq")), "spikeSeq", Expected.exactly(spikes));
    }

    static Map<String, Expected> lifMpbnForward(Inputs inputs, Map<String, HostArray> actual) {
        return inputs.setting("training", "true").equals("true")
                ? lifMpbnTraining(inputs, actual)
                : lifMpbnEvaluation(inputs, actual);
    }

    private static Map<String, Expected> lifMpbnTraining(Inputs inputs, Map<String, HostArray> actual) {
        double[] x = inputs.doubles("xSeq");
        Layer layer = layer(inputs, inputs.shape("xSeq"), "channel");
        double[] h = result(actual, "hSeq");
        double eps = inputs.number("eps", "1e-5");
        Norm norm = Norm.of(layer, h, inputs.doubles("gamma"), inputs.doubles("beta"), eps);
        double[] deviation = largestDeviations(layer, h, norm.mean());

        double[] margins = new double[x.length];
        double[] magnitudes = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            int f = i % layer.features();
            int statistic = i / layer.neurons() * layer.features() + f;
            margins[i] = norm.y(layer, h, i) - layer.vTh();
            magnitudes[i] = layer.vTh()
                    + Math.abs(norm.beta()[f])
                    + Math.abs(norm.gamma()[f])
                            * norm.invStd()[statistic]
                            * (deviation[statistic] + Math.abs(norm.mean()[statistic]));
        }
        double[] meanMagnitudes = new double[deviation.length];
        Arrays.setAll(meanMagnitudes, i -> Math.abs(norm.mean()[i]) + deviation[i]);

        Map<String, Expected> expected = new HashMap<>(running(inputs, layer, norm, meanMagnitudes, eps));
        expected.put("hSeq", potentials(layer, x, h, result(actual, "spikeSeq")));
        expected.put("mean", Expected.near(Tolerance.ROUNDING, norm.mean(), meanMagnitudes));
        expected.put("invStd", Expected.near(Tolerance.SUM, norm.invStd()));
        expected.put("spikeSeq", Expected.fires(margins, magnitudes));
        return expected;
    }

    private static Map<String, Expected> running(
            Inputs inputs, Layer layer, Norm norm, double[] meanMagnitudes, double eps) {
        int features = layer.features();
        double momentum = inputs.number("momentum", "0.1");
        Quantity[] mean = quantities(inputs.doublesOr("runningMean", 0, features));
        Quantity[] var = quantities(inputs.doublesOr("runningVar", 1, features));
        for (int i = 0; i < layer.steps() * features; i++) {
            int f = i % features;
            double biased = Math.pow(norm.invStd()[i], -2) - eps;
            double unbiased = biased * layer.rows() / (layer.rows() - 1);
            Quantity batchMean = new Quantity(norm.mean()[i], meanMagnitudes[i]);
            mean[f] = mean[f].times(1 - momentum).plus(batchMean.times(momentum));
            var[f] = var[f].times(1 - momentum).plus(Quantity.of(unbiased).times(momentum));
        }
        return Map.of("runningMean", near(mean), "runningVar", near(var));
    }

    private static Map<String, Expected> lifMpbnEvaluation(Inputs inputs, Map<String, HostArray> actual) {
        int[] shape = inputs.shape("xSeq");
        Layer layer = layer(inputs, shape, "channel");
        double eps = inputs.number("eps", "1e-5");
        double[] gamma = inputs.doubles("gamma");
        double[] beta = inputs.doubles("beta");
        double[] mean = inputs.doublesOr("runningMean", 0, layer.features());
        double[] var = inputs.doublesOr("runningVar", 1, layer.features());
        Quantity[] h = potentials(layer, quantities(inputs.doubles("xSeq")), result(actual, "spikeSeq"));
        double[] margins = new double[h.length];
        double[] magnitudes = new double[h.length];
        for (int i = 0; i < h.length; i++) {
            int f = i % layer.features();
            Quantity y = h[i].minus(Quantity.of(mean[f]))
                    .times(gamma[f] / Math.sqrt(var[f] + eps))
                    .plus(Quantity.of(beta[f]));
            margins[i] = y.value() - layer.vTh();
            magnitudes[i] = y.magnitude() + layer.vTh();
        }
        return Map.of(
                "spikeSeq", Expected.fires(margins, magnitudes),
                "runningMean", Expected.exactly(toFloats(mean)),
                "runningVar", Expected.exactly(toFloats(var)),
                "hSeq", Expected.exactly(new float[h.length]),
                "mean", Expected.exactly(new float[layer.steps() * layer.features()]),
                "invStd", Expected.exactly(new float[layer.steps() * layer.features()]));
    }

    static Map<String, Expected> lifFoldedForward(Inputs inputs, Map<String, HostArray> actual) {
        Quantity[] x = quantities(inputs.doubles("xSeq"));
        return Map.of("spikeSeq", fires(inputs, inputs.shape("xSeq"), x, actual));
    }

    /** The spikes of neurons without batch statistics, which fire above vTh where no thresholds are given. */
    static Expected fires(Inputs inputs, int[] shape, Quantity[] x, Map<String, HostArray> actual) {
        Layer layer = layer(inputs, shape, "channel");
        double[] threshold = inputs.doublesOr("threshold", layer.vTh(), layer.features());
        double[] sign = inputs.doublesOr("sign", 1, layer.features());
        Quantity[] h = potentials(layer, x, result(actual, "spikeSeq"));
        double[] margins = new double[h.length];
        double[] magnitudes = new double[h.length];
        for (int i = 0; i < h.length; i++) {
            int f = i % layer.features();
            margins[i] = sign[f] * h[i].value() - threshold[f];
            magnitudes[i] = h[i].magnitude() + Math.abs(threshold[f]);
        }
        return Expected.fires(margins, magnitudes);
    }

    static Map<String, Expected> lifBackward(Inputs inputs, Map<String, HostArray> actual) {
        Layer layer = layer(inputs, inputs.shape("hSeq"), "neuron");
        Gradients gradients =
                backward(layer, firing(inputs), inputs.doubles("gradSpikeSeq"), inputs.doubles("hSeq"), null);
        return Map.of("gradXSeq", near(gradients.x()), "gradDecay", near(gradients.decay()));
    }

    static Map<String, Expected> lifMpbnBackward(Inputs inputs, Map<String, HostArray> actual) {
        Layer layer = layer(inputs, inputs.shape("hSeq"), "channel");
        Norm norm = new Norm(
                inputs.doubles("gamma"), inputs.doubles("beta"), inputs.doubles("mean"), inputs.doubles("invStd"));
        Gradients gradients =
                backward(layer, firing(inputs), inputs.doubles("gradSpikeSeq"), inputs.doubles("hSeq"), norm);
        return Map.of(
                "gradXSeq", near(gradients.x()),
                "gradGamma", near(gradients.gamma()),
                "gradBeta", near(gradients.beta()),
                "gradDecay", near(gradients.decay()));
    }

    /** Back through time. */
    static Gradients backward(Layer layer, Firing firing, double[] g, double[] h, @Nullable Norm norm) {
        Quantity[] x = new Quantity[layer.size()];
        Quantity[] gamma = quantities(new double[norm == null ? 0 : layer.features()]);
        Quantity[] beta = quantities(new double[gamma.length]);
        Quantity decay = Quantity.ZERO;
        double[] s = new double[layer.size()];
        Arrays.setAll(s, i -> firing.spike(norm == null ? h[i] : norm.y(layer, h, i)));
        for (int t = layer.steps() - 1; t >= 0; t--) {
            Quantity[] u = quantities(new double[layer.size()]);
            Quantity[] dy = quantities(new double[layer.size()]);
            for (int i = t * layer.neurons(); i < (t + 1) * layer.neurons(); i++) {
                if (t + 1 < layer.steps()) {
                    u[i] = x[i + layer.neurons()].times(layer.decay());
                }
                double resetBySpike = layer.detachReset() ? 0 : layer.soft() ? layer.vTh() : h[i];
                dy[i] = Quantity.of(g[i])
                        .minus(u[i].times(resetBySpike))
                        .times(firing.derivative(norm == null ? h[i] : norm.y(layer, h, i)));
            }
            Quantity[] dh = norm == null ? dy : normBackward(layer, norm, t, h, dy, gamma, beta);
            for (int i = t * layer.neurons(); i < (t + 1) * layer.neurons(); i++) {
                x[i] = dh[i].plus(u[i].times(layer.soft() ? 1 : 1 - s[i]));
                decay = decay.plus(x[i].times(layer.previous(h, s, i)));
            }
        }
        return new Gradients(x, gamma, beta, decay);
    }

    private static Quantity[] normBackward(
            Layer layer, Norm norm, int t, double[] h, Quantity[] dy, Quantity[] gamma, Quantity[] beta) {
        Quantity[] dh = new Quantity[layer.size()];
        for (int f = 0; f < layer.features(); f++) {
            Quantity sum = layer.sum(t, f, i -> dy[i]);
            Quantity sumXHat = layer.sum(t, f, i -> dy[i].times(norm.xHat(layer, h, i)));
            beta[f] = beta[f].plus(sum);
            gamma[f] = gamma[f].plus(sumXHat);
            double scale = norm.gamma()[f] * norm.invStd()[t * layer.features() + f];
            for (int row = 0; row < layer.rows(); row++) {
                int i = (t * layer.rows() + row) * layer.features() + f;
                dh[i] = dy[i].minus(sum.times(1.0 / layer.rows()))
                        .minus(sumXHat.times(norm.xHat(layer, h, i) / layer.rows()))
                        .times(scale);
            }
        }
        return dh;
    }

    static Map<String, Expected> decayForward(Inputs inputs, Map<String, HostArray> actual) {
        double decay = 1 / (1 + Math.exp(-inputs.doubles("w")[0]));
        return Map.of("decay", Expected.near(Tolerance.ROUNDING, new double[] {decay}));
    }

    static Map<String, Expected> decayBackward(Inputs inputs, Map<String, HostArray> actual) {
        double decay = inputs.doubles("decay")[0];
        double gradW = inputs.doubles("gradDecay")[0] * decay * (1 - decay);
        return Map.of("gradW", Expected.near(Tolerance.ROUNDING, new double[] {gradW}));
    }

    /** Mode {@code neuron}: each neuron on its own. */
    private static Layer layer(Inputs inputs, int[] shape, String defaultMode) {
        int features = switch (inputs.setting("mode", defaultMode)) {
            case "channel" -> shape[shape.length - 1];
            case "element" -> product(shape, 2);
            case "neuron" -> product(shape, 1);
            default -> throw new IllegalArgumentException(inputs.setting("mode", defaultMode));
        };
        return new Layer(
                shape[0],
                product(shape, 1) / features,
                features,
                inputs.number("decay", "0.25"),
                inputs.number("vTh", "0.5"),
                inputs.setting("reset", "hard").equals("soft"),
                inputs.setting("detachReset", "false").equals("true"));
    }

    private static Firing firing(Inputs inputs) {
        SurrogateReference surrogate = SurrogateReference.named(inputs.setting("surrogate", "tanh"));
        String given = inputs.setting("alpha", "usual");
        double alpha = given.equals("usual") ? surrogate.usualAlpha() : Float.parseFloat(given);
        double vTh = inputs.number("vTh", "0.5");
        return new Firing() {
            @Override
            public double spike(double y) {
                return y > vTh ? 1 : 0;
            }

            @Override
            public Quantity derivative(double y) {
                double derivative = surrogate.derivative(alpha, vTh, y);
                return new Quantity(derivative, derivative == 0 ? 0 : surrogate.peak(alpha, vTh));
            }
        };
    }

    /** The potentials of each step, from what the device gave for the step before. */
    private static Expected potentials(Layer layer, double[] x, double[] h, double[] s) {
        double[] values = new double[x.length];
        double[] magnitudes = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double kept = layer.decay() * layer.previous(h, s, i);
            values[i] = kept + x[i];
            magnitudes[i] = Double.isFinite(values[i]) ? Math.abs(kept) + Math.abs(x[i]) : 0;
        }
        return Expected.near(Tolerance.ROUNDING, values, magnitudes);
    }

    /** The potentials where the device gives only the spikes. */
    private static Quantity[] potentials(Layer layer, Quantity[] x, double[] s) {
        Quantity[] h = x.clone();
        for (int i = layer.neurons(); i < x.length; i++) {
            int before = i - layer.neurons();
            Quantity v = layer.soft()
                    ? h[before].minus(Quantity.of(layer.vTh() * s[before]))
                    : h[before].times(1 - s[before]);
            h[i] = h[i].plus(v.times(layer.decay()));
        }
        return h;
    }

    private static double[] largestDeviations(Layer layer, double[] h, double[] mean) {
        double[] largest = new double[mean.length];
        for (int i = 0; i < h.length; i++) {
            int statistic = i / layer.neurons() * layer.features() + i % layer.features();
            largest[statistic] = Math.max(largest[statistic], Math.abs(h[i] - mean[statistic]));
        }
        return largest;
    }

    private static Expected near(Quantity... quantities) {
        return Expected.near(
                Tolerance.SUM,
                Arrays.stream(quantities).mapToDouble(Quantity::value).toArray(),
                Arrays.stream(quantities).mapToDouble(Quantity::magnitude).toArray());
    }

    private static double[] result(Map<String, HostArray> actual, String name) {
        return Inputs.toDoubles(Objects.requireNonNull(actual.get(name), name));
    }

    private static Quantity[] quantities(double[] values) {
        return Arrays.stream(values).mapToObj(Quantity::of).toArray(Quantity[]::new);
    }

    private static float[] toFloats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static int product(int[] sizes, int from) {
        int product = 1;
        for (int i = from; i < sizes.length; i++) {
            product *= sizes[i];
        }
        return product;
    }
}
