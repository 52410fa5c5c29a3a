package dev.soma.runtime.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.soma.runtime.Device;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One operation on given arrays.
 *
 * @param operation name of the operation
 * @param label what is special about the case, the seed included
 * @param inputs arrays and settings
 * @param reference what must come out
 */
record OperationCase(String operation, String label, Inputs inputs, Reference reference) {

    /** A case without arrays and settings yet. */
    static OperationCase of(String operation, String label, Reference reference) {
        return new OperationCase(operation, label, new Inputs(new LinkedHashMap<>(), new LinkedHashMap<>()), reference);
    }

    /** Adds an array. */
    OperationCase in(String name, HostArray array) {
        inputs.arrays().put(name, array);
        return this;
    }

    /** Adds a setting. */
    OperationCase set(String name, Object value) {
        inputs.settings().put(name, value.toString());
        return this;
    }

    Map<String, HostArray> run(Device device) {
        return Operations.named(operation).run(device, inputs.arrays(), inputs.settings());
    }

    Call prepare(Device device) {
        return Operations.named(operation).prepare(device, inputs.arrays(), inputs.settings());
    }

    /** Fails if the device's results are not what they must be, or differ in a second run. */
    void check(Device device) {
        Map<String, HostArray> actual = run(device);
        Map<String, Expected> expected = reference.results(inputs, actual);
        assertEquals(actual.keySet(), expected.keySet(), "results");
        Map<String, HostArray> again = run(device);
        actual.forEach((name, array) -> {
            Objects.requireNonNull(expected.get(name), name).check(name, array);
            assertSameBits(name, array, Objects.requireNonNull(again.get(name), name));
        });
    }

    private static void assertSameBits(String name, HostArray first, HostArray second) {
        if (first.values() instanceof float[] floats) {
            assertArrayEquals(bits(floats), bits(second.floats()), () -> name + " differs in a second run");
        } else {
            assertArrayEquals(first.ints(), second.ints(), () -> name + " differs in a second run");
        }
    }

    private static int[] bits(float[] floats) {
        int[] bits = new int[floats.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(floats[i]);
        }
        return bits;
    }

    @Override
    public String toString() {
        return operation + " " + label;
    }
}
