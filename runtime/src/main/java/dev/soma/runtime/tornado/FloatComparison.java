package dev.soma.runtime.tornado;

/** {@link Math#min} and {@link Math#max} in terms that TornadoVM keeps: it makes OpenCL's of them, which pass over a NaN. */
final class FloatComparison {
    private FloatComparison() {}

    static float max(float a, float b) {
        if (a > b) {
            return a;
        }
        if (a == b) {
            // of 0 and -0 the 0
            return Float.intBitsToFloat(Float.floatToRawIntBits(a) & Float.floatToRawIntBits(b));
        }
        return isNaN(a) ? a : b;
    }

    static float min(float a, float b) {
        if (a < b) {
            return a;
        }
        if (a == b) {
            return Float.intBitsToFloat(Float.floatToRawIntBits(a) | Float.floatToRawIntBits(b));
        }
        return isNaN(a) ? a : b;
    }

    private static boolean isNaN(float x) {
        return (Float.floatToRawIntBits(x) & 0x7fffffff) > 0x7f800000;
    }
}
