package dev.soma.runtime;

/**
 * The surrogate for the derivative of the spike with respect to the potential {@code y}; {@code vTh} is the threshold and
 * {@code alpha} the sharpness.
 *
 * @param kind the function
 * @param alpha its sharpness, positive; its meaning is the kind's
 */
public record Surrogate(Kind kind, float alpha) {
    /** Truncated tanh with k = 3, that of the paper's public code. */
    public static final Surrogate DEFAULT = new Surrogate(Kind.TANH, 3f);

    /** Checks the sharpness. */
    public Surrogate {
        if (!(alpha > 0) || !Float.isFinite(alpha)) {
            throw new IllegalArgumentException("alpha is " + alpha + ", expected a positive number");
        }
    }

    /** The surrogate of that kind with its usual sharpness. */
    public static Surrogate of(Kind kind) {
        return new Surrogate(kind, kind.defaultAlpha);
    }

    /** The functions; the number is the one that kernels are given. */
    public enum Kind {
        /**
         * With {@code z = y / (2 vTh)}, k = alpha: {@code k (1 - tanh(k (z - 1/2))^2) / (2 tanh(k/2)) / (2 vTh)} for
         * {@code 0 <= z <= 1}, else 0. Primitive: {@code tanh(k (z - 1/2)) / (2 tanh(k/2)) + 1/2}. Needs {@code vTh > 0}.
         */
        TANH(0, 3f),
        /** {@code alpha} for {@code |y - vTh| < 1 / (2 alpha)}, else 0. Primitive: a ramp. */
        RECTANGLE(1, 1f),
        /** {@code max(0, alpha - alpha^2 |y - vTh|)}. Primitive: two parabolas. */
        TRIANGLE(2, 1f),
        /** {@code alpha / 2 / (1 + (pi/2 alpha (y - vTh))^2)}. Primitive: {@code atan(pi/2 alpha (y - vTh)) / pi + 1/2}. */
        ATAN(3, 2f),
        /** {@code alpha s (1 - s)}, {@code s = sigmoid(alpha (y - vTh))}. Primitive: {@code s}. */
        SIGMOID(4, 4f);

        private final int code;
        private final float defaultAlpha;

        Kind(int code, float defaultAlpha) {
            this.code = code;
            this.defaultAlpha = defaultAlpha;
        }

        /** The number that kernels are given. */
        public int code() {
            return code;
        }
    }
}
