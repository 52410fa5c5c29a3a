package dev.soma.runtime.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.soma.runtime.catalog.NeuronReference.Firing;
import dev.soma.runtime.catalog.NeuronReference.Gradients;
import dev.soma.runtime.catalog.NeuronReference.Layer;
import dev.soma.runtime.catalog.NeuronReference.Norm;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The references against finite differences. With the spike replaced by the surrogate's primitive the forward is smooth,
 * and its gradient has the very form of the backward.
 */
class NeuronReferenceTest {
    private static final double STEP = 1e-5;
    private static final double EPS = 1e-3;

    @ParameterizedTest
    @EnumSource(SurrogateReference.class)
    void derivativeIsThatOfThePrimitive(SurrogateReference surrogate) {
        for (double alpha : new double[] {surrogate.usualAlpha(), 0.7, 6}) {
            for (double vTh : new double[] {0.5, 1.3}) {
                for (double y = -3.0123; y < 4; y += 0.0517) {
                    double difference =
                            (surrogate.primitive(alpha, vTh, y + STEP) - surrogate.primitive(alpha, vTh, y - STEP))
                                    / (2 * STEP);
                    double derivative = surrogate.derivative(alpha, vTh, y);
                    assertEquals(difference, derivative, 1e-4, "alpha " + alpha + ", vTh " + vTh + ", y " + y);
                    double peak = surrogate.peak(alpha, vTh);
                    assertEquals(peak, Math.max(peak, derivative), 1e-12, "peak");
                }
                assertEquals(surrogate.peak(alpha, vTh), surrogate.derivative(alpha, vTh, vTh), 1e-12, "peak at vTh");
            }
        }
    }

    @ParameterizedTest(name = "rows {0}, soft {1}, detached {2}, MPBN {3}, {4}")
    @CsvSource({
        "1, false, false, false, SIGMOID",
        "1, false, true, false, SIGMOID",
        "1, true, false, false, ATAN",
        "1, true, true, false, SIGMOID",
        "6, false, false, true, SIGMOID",
        "6, false, true, true, SIGMOID",
        "6, true, false, true, ATAN",
        "6, true, true, true, SIGMOID",
        "2, false, false, true, ATAN",
    })
    void backwardIsTheDerivative(int rows, boolean soft, boolean detach, boolean normed, SurrogateReference kind) {
        new Check(new Layer(4, rows, 3, 0.6, 0.5, soft, detach), normed, kind).run();
    }

    /** One layer with its smooth loss: the sum of g times the smooth spikes. */
    private static final class Check {
        private final Layer layer;
        private final boolean normed;
        private final SurrogateReference kind;
        private final double[] x;
        private final double[] g;
        private final double[] gamma;
        private final double[] beta = {0.2, 0.9, -0.1};
        private final double[] h;
        private final double[] s;

        Check(Layer layer, boolean normed, SurrogateReference kind) {
            this.layer = layer;
            this.normed = normed;
            this.kind = kind;
            RandomArrays random = new RandomArrays(77);
            x = Inputs.toDoubles(random.normal(0.4, 0.8, layer.size()));
            g = Inputs.toDoubles(random.normal(0, 1, layer.size()));
            gamma = new double[] {1.3, -0.7, 0.4};
            h = new double[layer.size()];
            s = new double[layer.size()];
            forward(layer, null, h, s);
        }

        void run() {
            Norm norm = normed ? Norm.of(layer, h, gamma, beta, EPS) : null;
            Gradients gradients = NeuronReference.backward(layer, smooth(), g, h, norm);
            assertDifferences(
                    "x",
                    x,
                    Arrays.stream(gradients.x()).mapToDouble(Quantity::value).toArray());
            if (normed) {
                assertDifferences(
                        "gamma",
                        gamma,
                        Arrays.stream(gradients.gamma())
                                .mapToDouble(Quantity::value)
                                .toArray());
                assertDifferences(
                        "beta",
                        beta,
                        Arrays.stream(gradients.beta())
                                .mapToDouble(Quantity::value)
                                .toArray());
            }
            double difference = (loss(layer.decay() + STEP) - loss(layer.decay() - STEP)) / (2 * STEP);
            assertEquals(difference, gradients.decay().value(), 1e-6, "decay");
        }

        private void assertDifferences(String name, double[] parameter, double[] gradient) {
            assertEquals(parameter.length, gradient.length, name);
            for (int i = 0; i < parameter.length; i++) {
                double value = parameter[i];
                parameter[i] = value + STEP;
                double above = loss(layer.decay());
                parameter[i] = value - STEP;
                double below = loss(layer.decay());
                parameter[i] = value;
                assertEquals((above - below) / (2 * STEP), gradient[i], 1e-6, name + "[" + i + "]");
            }
        }

        private double loss(double decay) {
            double[] spikes = new double[layer.size()];
            Layer changed = new Layer(
                    layer.steps(),
                    layer.rows(),
                    layer.features(),
                    decay,
                    layer.vTh(),
                    layer.soft(),
                    layer.detachReset());
            forward(changed, layer.detachReset() ? s : null, new double[layer.size()], spikes);
            double loss = 0;
            for (int i = 0; i < g.length; i++) {
                loss += g[i] * spikes[i];
            }
            return loss;
        }

        /** A detached reset takes the spikes of the unchanged layer, {@code frozen}. */
        private void forward(Layer layer, double @Nullable [] frozen, double[] potentials, double[] spikes) {
            for (int t = 0; t < layer.steps(); t++) {
                int from = t * layer.neurons();
                for (int i = from; i < from + layer.neurons(); i++) {
                    potentials[i] =
                            layer.decay() * layer.previous(potentials, frozen == null ? spikes : frozen, i) + x[i];
                }
                Norm norm = normed ? Norm.of(layer, potentials, gamma, beta, EPS) : null;
                for (int i = from; i < from + layer.neurons(); i++) {
                    spikes[i] = smooth().spike(norm == null ? potentials[i] : norm.y(layer, potentials, i));
                }
            }
        }

        private Firing smooth() {
            return new Firing() {
                @Override
                public double spike(double y) {
                    return kind.primitive(kind.usualAlpha(), layer.vTh(), y);
                }

                @Override
                public Quantity derivative(double y) {
                    return Quantity.of(kind.derivative(kind.usualAlpha(), layer.vTh(), y));
                }
            };
        }
    }
}
