package dev.soma.runtime.catalog;

import java.util.List;

/**
 * A setting of an operation.
 *
 * @param name its name
 * @param defaultValue its value where none is given
 * @param choices the values it may have; empty for a number
 * @param meaning what it does, for people
 */
public record SettingSpec(String name, String defaultValue, List<String> choices, String meaning) {

    /** Fails if a value is not one of the choices. */
    void check(String value) {
        if (!choices.isEmpty() && !choices.contains(value)) {
            throw new IllegalArgumentException(
                    "setting '" + name + "' is '" + value + "', expected one of " + String.join(", ", choices));
        }
    }
}
