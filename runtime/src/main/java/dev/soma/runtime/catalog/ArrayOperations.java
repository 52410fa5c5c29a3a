package dev.soma.runtime.catalog;

import static dev.soma.runtime.catalog.ArrayKind.FLOATS;

import java.util.List;

/** Element-wise helpers. */
final class ArrayOperations {
    private ArrayOperations() {}

    static List<Operation> all() {
        return List.of(add(), fill(), copy());
    }

    private static Operation add() {
        return Operation.named("add", "adds element by element, the residual sum")
                .input("a", FLOATS, "*S", "terms")
                .input("b", FLOATS, "*S", "terms")
                .output("y", FLOATS, "*S", "a + b")
                .body(call -> call.ops().array().add(call.buffer("a"), call.buffer("b"), call.buffer("y")));
    }

    private static Operation fill() {
        return Operation.named("fill", "writes one value everywhere")
                .output("y", FLOATS, "S", "the value, S times")
                .number("size", "1", "number of elements, S")
                .number("value", "0", "the value")
                .derive(sizes -> sizes.define("S", sizes.intSetting("size")))
                .body(call -> call.ops().array().fill(call.floatSetting("value"), call.buffer("y")));
    }

    private static Operation copy() {
        return Operation.named("copy", "copies within the device")
                .input("x", FLOATS, "*S", "values")
                .output("y", FLOATS, "*S", "the same values")
                .body(call -> call.ops().array().copy(call.buffer("x"), call.buffer("y")));
    }
}
