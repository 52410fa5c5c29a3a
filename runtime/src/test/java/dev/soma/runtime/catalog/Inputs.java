package dev.soma.runtime.catalog;

import java.util.Map;
import java.util.Objects;

/** The inputs of a case, as a reference reads them. */
record Inputs(Map<String, HostArray> arrays, Map<String, String> settings) {

    boolean has(String name) {
        return arrays.containsKey(name);
    }

    HostArray array(String name) {
        return Objects.requireNonNull(arrays.get(name), name);
    }

    int[] shape(String name) {
        return array(name).shape();
    }

    /** The elements as doubles. */
    double[] doubles(String name) {
        return toDoubles(array(name));
    }

    /** The elements as doubles, or {@code length} times {@code fill} if the array is not given. */
    double[] doublesOr(String name, double fill, int length) {
        if (has(name)) {
            return doubles(name);
        }
        double[] values = new double[length];
        java.util.Arrays.fill(values, fill);
        return values;
    }

    int[] ints(String name) {
        return array(name).ints();
    }

    String setting(String name, String defaultValue) {
        return settings.getOrDefault(name, defaultValue);
    }

    /** A number as the device sees it: rounded to float. */
    double number(String name, String defaultValue) {
        return Float.parseFloat(setting(name, defaultValue));
    }

    static double[] toDoubles(HostArray array) {
        float[] floats = array.floats();
        double[] values = new double[floats.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = floats[i];
        }
        return values;
    }
}
