package dev.soma.runtime.compiler;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Java's operations that OpenCL C has none for. */
final class OpenClPrelude {
    private static final Map<String, String> FUNCTIONS = new LinkedHashMap<>();

    static {
        FUNCTIONS.put("java_div", """
                int java_div(int a, int b) {
                    // no branch around the division, so that compilers take it out of loops
                    int quotient = a / (b == 0 || b == -1 ? 1 : b);
                    return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : quotient;
                }
                """);
        FUNCTIONS.put("java_rem", """
                int java_rem(int a, int b) {
                    return a % (b == 0 || b == -1 ? 1 : b);
                }
                """);
        FUNCTIONS.put("java_div_long", """
                long java_div_long(long a, long b) {
                    return b == 0 ? 0 : b == -1 ? (long)(0ul - (ulong)a) : a / b;
                }
                """);
        FUNCTIONS.put("java_rem_long", """
                long java_rem_long(long a, long b) {
                    return b == 0 || b == -1 ? 0 : a % b;
                }
                """);
        FUNCTIONS.put("java_abs", """
                int java_abs(int a) {
                    return a < 0 ? (int)(0u - (uint)a) : a;
                }
                """);
        FUNCTIONS.put("java_abs_long", """
                long java_abs_long(long a) {
                    return a < 0 ? (long)(0ul - (ulong)a) : a;
                }
                """);
        FUNCTIONS.put("java_ctz", """
                int java_ctz(int a) {
                    return popcount(~a & (int)((uint)a - 1u));
                }
                """);
        FUNCTIONS.put("java_int", """
                int java_int(float a) {
                    return a != a ? 0 : a >= 0x1p31f ? INT_MAX : a < -0x1p31f ? INT_MIN : (int)a;
                }
                """);
        FUNCTIONS.put("java_min", """
                float java_min(float a, float b) {
                    return a != a ? a : b != b ? b : a == b ? as_float(as_int(a) | as_int(b)) : a < b ? a : b;
                }
                """);
        FUNCTIONS.put("java_max", """
                float java_max(float a, float b) {
                    return a != a ? a : b != b ? b : a == b ? as_float(as_int(a) & as_int(b)) : a > b ? a : b;
                }
                """);
        FUNCTIONS.put("java_rint", """
                float java_rint(float a) {
                    return fabs(a) < 0x1p23f ? copysign(fabs(a) + 0x1p23f - 0x1p23f, a) : a;
                }
                """);
        FUNCTIONS.put("java_floor", """
                float java_floor(float a) {
                    if (!(fabs(a) < 0x1p23f)) {
                        return a;
                    }
                    float whole = (float)(int)a;
                    return copysign(whole > a ? whole - 1.0f : whole, a);
                }
                """);
        FUNCTIONS.put("java_ceil", """
                float java_ceil(float a) {
                    if (!(fabs(a) < 0x1p23f)) {
                        return a;
                    }
                    float whole = (float)(int)a;
                    return copysign(whole < a ? whole + 1.0f : whole, a);
                }
                """);
    }

    private OpenClPrelude() {}

    /** The names of all functions. */
    static Set<String> names() {
        return FUNCTIONS.keySet();
    }

    /** Appends the functions that a text calls. */
    static void append(StringBuilder out, Set<String> used) {
        FUNCTIONS.forEach((name, text) -> {
            if (used.contains(name)) {
                out.append(text).append('\n');
            }
        });
    }
}
