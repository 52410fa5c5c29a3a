package dev.soma.runtime.compiler;

import dev.soma.runtime.compiler.Expression.Constant;
import dev.soma.runtime.compiler.PtxRegisters.Kind;
import dev.soma.runtime.compiler.Type.Scalar;
import java.util.Locale;

/** How types, spaces of memory and constants are written in PTX. */
final class PtxNames {
    private PtxNames() {}

    static String space(Expression array) {
        return switch (((Type.Array) array.type()).space()) {
            case GLOBAL -> "global";
            case LOCAL -> "shared";
            case PRIVATE -> "local";
        };
    }

    static String memoryType(Expression array) {
        return ((Type.Array) array.type()).element() == Scalar.FLOAT ? "f32" : "u32";
    }

    static String moveType(Type type) {
        return switch (Kind.of(type)) {
            case PREDICATE -> "pred";
            case INT -> "u32";
            case LONG -> "u64";
            case FLOAT -> "f32";
        };
    }

    static String selectType(Type type) {
        return switch (Kind.of(type)) {
            case FLOAT -> "f32";
            case LONG -> "b64";
            default -> "b32";
        };
    }

    static String literal(Constant constant) {
        return switch (constant.type()) {
            case FLOAT -> String.format(Locale.ROOT, "0f%08X", constant.asInt());
            case BOOLEAN -> constant.bits() != 0 ? "-1" : "0";
            default -> Long.toString(constant.bits());
        };
    }
}
