package dev.soma.runtime.tornado;

/** {@link Math#min} and {@link Math#max} in terms that TornadoVM keeps: it makes OpenCL's of them, which pass over a NaN. */
@SuppressWarnings("IdentityBinaryExpression") // x != x is what Float.isNaN does; this code goes where a call must not
final class FloatComparison {
    private FloatComparison() {}

    static float max(float a, float b) {
        if (a > b || a != a) {
            return a;
        }
        // the 0 of 0 and -0
        return a == b && a == 0f ? a + b : b;
    }

    static float min(float a, float b) {
        if (a < b || a != a) {
            return a;
        }
        // the -0 of 0 and -0
        return a == b && a == 0f ? -(-a - b) : b;
    }
}
