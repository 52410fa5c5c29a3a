package dev.soma.runtime.catalog;

import dev.soma.runtime.Device;
import java.util.LinkedHashMap;
import java.util.Map;

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

    @Override
    public String toString() {
        return operation + " " + label;
    }
}
