package dev.soma.runtime.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Cases of {@link ArrayOperations}. */
final class ArrayCases {
    private static final float[] SPECIAL = {
        0f,
        -0f,
        Float.NaN,
        Float.MIN_VALUE,
        -Float.MAX_VALUE,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        1f,
        Float.MAX_VALUE
    };

    private ArrayCases() {}

    static List<OperationCase> all() {
        List<OperationCase> cases = new ArrayList<>();
        long seed = 1;
        for (int size : new int[] {1, 7, 255, 256, 257, 16383, 16384, 16385, 3 * 16384 + 5}) {
            RandomArrays random = new RandomArrays(seed);
            String label = "size=" + size + " seed=" + seed;
            cases.add(OperationCase.of("add", label, ArrayCases::add)
                    .in("a", random.normal(0, 1, size))
                    .in("b", random.normal(0, 1, size)));
            cases.add(fill(size, -2.5f));
            cases.add(OperationCase.of("copy", label, ArrayCases::copy).in("x", random.normal(0, 1, size)));
            seed++;
        }
        RandomArrays random = new RandomArrays(seed);
        cases.add(OperationCase.of("add", "shape [3, 2, 5] seed=" + seed, ArrayCases::add)
                .in("a", random.normal(0, 1, 3, 2, 5))
                .in("b", random.normal(0, 1, 3, 2, 5)));
        cases.add(OperationCase.of("add", "special values", ArrayCases::add)
                .in("a", HostArray.of(SPECIAL, SPECIAL.length))
                .in("b", HostArray.of(reversed(SPECIAL), SPECIAL.length)));
        cases.add(OperationCase.of("copy", "special values", ArrayCases::copy)
                .in("x", HostArray.of(SPECIAL, SPECIAL.length)));
        for (float value : SPECIAL) {
            cases.add(fill(19, value));
        }
        return cases;
    }

    private static OperationCase fill(int size, float value) {
        return OperationCase.of("fill", "size=" + size + " value=" + value, ArrayCases::fill)
                .set("size", size)
                .set("value", value);
    }

    /** Double has more than twice the bits of float, so that rounding the double sum gives the float sum. */
    private static Map<String, Expected> add(Inputs inputs, Map<String, HostArray> actual) {
        double[] a = inputs.doubles("a");
        double[] b = inputs.doubles("b");
        float[] y = new float[a.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = (float) (a[i] + b[i]);
        }
        return Map.of("y", Expected.exactly(y));
    }

    private static Map<String, Expected> fill(Inputs inputs, Map<String, HostArray> actual) {
        float[] y = new float[(int) inputs.number("size", "1")];
        Arrays.fill(y, (float) inputs.number("value", "0"));
        return Map.of("y", Expected.exactly(y));
    }

    private static Map<String, Expected> copy(Inputs inputs, Map<String, HostArray> actual) {
        return Map.of("y", Expected.exactly(inputs.array("x").floats()));
    }

    private static float[] reversed(float[] values) {
        float[] reversed = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            reversed[i] = values[values.length - 1 - i];
        }
        return reversed;
    }
}
