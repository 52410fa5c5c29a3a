package dev.soma.runtime.tornado;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.util.function.Consumer;

/**
 * Integer operations in terms of others, since TornadoVM 5.2 compiles {@code a >>> b} to {@code a >> b}: those of the kernel, and those
 * that its compiler makes of a division by a power of two.
 */
final class IntegerArithmetic {
    private IntegerArithmetic() {}

    /** Whether the operation needs another form. */
    static boolean replaces(Opcode operation) {
        return operation == Opcode.IUSHR || operation == Opcode.IDIV || operation == Opcode.IREM;
    }

    /** Writes the other form of an operation on the two ints on the stack. */
    static void write(CodeBuilder code, Opcode operation) {
        if (operation == Opcode.IUSHR) {
            shift(code);
        } else if (operation == Opcode.IDIV) {
            onMagnitude(code, CodeBuilder::idiv);
        } else {
            onMagnitude(code, CodeBuilder::irem);
        }
    }

    /** {@code (a >> b) & ~((MIN_VALUE >> b) << 1)}. */
    private static void shift(CodeBuilder code) {
        code.dup_x1()
                .ishr()
                .swap()
                .loadConstant(Integer.MIN_VALUE)
                .swap()
                .ishr()
                .iconst_1()
                .ishl()
                .iconst_m1()
                .ixor()
                .iand();
    }

    /**
     * With {@code sign = a >> 31} and {@code |a| = (a ^ sign) - sign}: {@code ((|a| op b) ^ sign) - sign}, which is {@code a op b} for
     * every {@code a} but the least integer.
     */
    private static void onMagnitude(CodeBuilder code, Consumer<CodeBuilder> operation) {
        int sign = code.allocateLocal(TypeKind.INT);
        code.swap().dup().bipush(Integer.SIZE - 1).ishr().istore(sign);
        signed(code, sign);
        code.swap();
        operation.accept(code);
        signed(code, sign);
    }

    /** The negative of the int on the stack if the sign is -1, itself if it is 0. */
    private static void signed(CodeBuilder code, int sign) {
        code.iload(sign).ixor().iload(sign).isub();
    }
}
