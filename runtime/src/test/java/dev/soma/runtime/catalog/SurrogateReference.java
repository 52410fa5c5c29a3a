package dev.soma.runtime.catalog;

import java.util.Locale;

/** The surrogates in double precision: primitive, derivative, its largest value and where it jumps. */
enum SurrogateReference {
    TANH(3) {
        @Override
        double primitive(double alpha, double vTh, double y) {
            double z = Math.clamp(y / (2 * vTh), 0.0, 1.0);
            return Math.tanh(alpha * (z - 0.5)) / (2 * Math.tanh(alpha / 2)) + 0.5;
        }

        @Override
        double derivative(double alpha, double vTh, double y) {
            double z = y / (2 * vTh);
            double tanh = Math.tanh(alpha * (z - 0.5));
            return z >= 0 && z <= 1 ? alpha * (1 - tanh * tanh) / (2 * Math.tanh(alpha / 2)) / (2 * vTh) : 0;
        }

        @Override
        double peak(double alpha, double vTh) {
            return alpha / (2 * Math.tanh(alpha / 2)) / (2 * vTh);
        }

        @Override
        double[] jumps(double alpha, double vTh) {
            return new double[] {0, 2 * vTh};
        }
    },
    RECTANGLE(1) {
        @Override
        double primitive(double alpha, double vTh, double y) {
            return Math.clamp(alpha * (y - vTh) + 0.5, 0.0, 1.0);
        }

        @Override
        double derivative(double alpha, double vTh, double y) {
            return Math.abs(y - vTh) < 1 / (2 * alpha) ? alpha : 0;
        }

        @Override
        double peak(double alpha, double vTh) {
            return alpha;
        }

        @Override
        double[] jumps(double alpha, double vTh) {
            return new double[] {vTh - 1 / (2 * alpha), vTh + 1 / (2 * alpha)};
        }
    },
    TRIANGLE(1) {
        @Override
        double primitive(double alpha, double vTh, double y) {
            double z = Math.clamp(alpha * (y - vTh), -1.0, 1.0);
            return 0.5 + z - z * Math.abs(z) / 2;
        }

        @Override
        double derivative(double alpha, double vTh, double y) {
            return Math.max(0, alpha - alpha * alpha * Math.abs(y - vTh));
        }

        @Override
        double peak(double alpha, double vTh) {
            return alpha;
        }
    },
    ATAN(2) {
        @Override
        double primitive(double alpha, double vTh, double y) {
            return Math.atan(Math.PI / 2 * alpha * (y - vTh)) / Math.PI + 0.5;
        }

        @Override
        double derivative(double alpha, double vTh, double y) {
            double z = Math.PI / 2 * alpha * (y - vTh);
            return alpha / 2 / (1 + z * z);
        }

        @Override
        double peak(double alpha, double vTh) {
            return alpha / 2;
        }
    },
    SIGMOID(4) {
        @Override
        double primitive(double alpha, double vTh, double y) {
            return 1 / (1 + Math.exp(-alpha * (y - vTh)));
        }

        @Override
        double derivative(double alpha, double vTh, double y) {
            double s = primitive(alpha, vTh, y);
            return alpha * s * (1 - s);
        }

        @Override
        double peak(double alpha, double vTh) {
            return alpha / 4;
        }
    };

    private final double usualAlpha;

    SurrogateReference(double usualAlpha) {
        this.usualAlpha = usualAlpha;
    }

    static SurrogateReference named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    double usualAlpha() {
        return usualAlpha;
    }

    /** The smooth step that stands for the spike. */
    abstract double primitive(double alpha, double vTh, double y);

    /** What stands for the spike's derivative. */
    abstract double derivative(double alpha, double vTh, double y);

    /** The largest value of the derivative. */
    abstract double peak(double alpha, double vTh);

    /** The potentials where the derivative jumps. */
    double[] jumps(double alpha, double vTh) {
        return new double[0];
    }
}
