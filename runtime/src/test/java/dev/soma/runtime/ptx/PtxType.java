package dev.soma.runtime.ptx;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fundamental types that the machine knows. */
enum PtxType {
    PRED(Kind.PREDICATE, 1),
    B8(Kind.BITS, 8),
    U8(Kind.UNSIGNED, 8),
    S8(Kind.SIGNED, 8),
    U16(Kind.UNSIGNED, 16),
    S16(Kind.SIGNED, 16),
    B32(Kind.BITS, 32),
    U32(Kind.UNSIGNED, 32),
    S32(Kind.SIGNED, 32),
    F32(Kind.FLOAT, 32),
    B64(Kind.BITS, 64),
    U64(Kind.UNSIGNED, 64),
    S64(Kind.SIGNED, 64);

    /** How the bits are read. */
    enum Kind {
        PREDICATE,
        BITS,
        UNSIGNED,
        SIGNED,
        FLOAT
    }

    private static final Map<String, PtxType> BY_NAME = new HashMap<>();

    static {
        for (PtxType type : values()) {
            BY_NAME.put(type.text(), type);
        }
    }

    private final Kind kind;
    private final int bits;

    PtxType(Kind kind, int bits) {
        this.kind = kind;
        this.bits = bits;
    }

    /** The type written {@code name}, without its dot, or null. */
    static @Nullable PtxType of(String name) {
        return BY_NAME.get(name);
    }

    /** As PTX writes it, without the dot. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    Kind kind() {
        return kind;
    }

    int bits() {
        return bits;
    }

    int bytes() {
        return bits / 8;
    }

    boolean isInteger() {
        return kind == Kind.SIGNED || kind == Kind.UNSIGNED;
    }

    boolean isSigned() {
        return kind == Kind.SIGNED;
    }

    /** Whether an operand of a register of type {@code register} may stand where an instruction says this type. */
    boolean agreesWith(PtxType register) {
        if (bits != register.bits || (kind == Kind.PREDICATE) != (register.kind == Kind.PREDICATE)) {
            return false;
        }
        return kind == Kind.BITS
                || register.kind == Kind.BITS
                || kind == register.kind
                || (isInteger() && register.isInteger());
    }

    /** {@code value} as a register holds it after an instruction of this type: its low bits, extended by sign or with zeros, 32 bits always by sign. */
    long narrow(long value) {
        return switch (this) {
            case B8, U8 -> value & 0xFF;
            case S8 -> (byte) value;
            case U16 -> value & 0xFFFF;
            case S16 -> (short) value;
            case B32, U32, S32, F32 -> (int) value;
            default -> value;
        };
    }

    /** The number that a register's {@code value} means in this type: unsigned 32 bits without sign. */
    long widen(long value) {
        return this == U32 || this == B32 ? value & 0xFFFF_FFFFL : narrow(value);
    }
}
