package dev.soma.runtime.tornado;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.util.function.Consumer;

/**
 * Integer operations in terms of others, since TornadoVM 5.2 compiles {@code a >>> b} to {@code a >> b}: those of the kernel, and those
 * that its compiler makes of a division by a power of two where the dividend may be negative.
 */
final class IntegerArithmetic {
    private static final int SIGN_SHIFT = Integer.SIZE - 1;

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
            onMagnitude(code, true, CodeBuilder::idiv);
        } else {
            onMagnitude(code, false, CodeBuilder::irem);
        }
    }

    /** {@link Math#abs(int)} of the int on the stack, the least integer for itself. */
    static void magnitude(CodeBuilder code) {
        int sign = code.allocateLocal(TypeKind.INT);
        code.dup();
        storeSign(code, sign);
        signed(code, sign);
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
     * With {@code sign = a >> 31} and {@code |a| = (a ^ sign) - sign}: {@code ((|a| op b) ^ sign) - sign}, which is {@code a op b}. The
     * magnitude 2^31 is no int: there {@code |b|} is taken off, which changes the quotient by the sign of b and the remainder not.
     * Nothing overflows, which OpenCL C leaves undefined, but {@code MIN_VALUE / -1} itself.
     */
    private static void onMagnitude(CodeBuilder code, boolean quotient, Consumer<CodeBuilder> operation) {
        int b = code.allocateLocal(TypeKind.INT);
        int signOfB = code.allocateLocal(TypeKind.INT);
        int sign = code.allocateLocal(TypeKind.INT);
        int tooLarge = code.allocateLocal(TypeKind.INT);
        code.istore(b).iload(b);
        storeSign(code, signOfB);
        code.dup();
        storeSign(code, sign);
        // |a|, less 1 for a negative a
        code.iload(sign).ixor();
        storeTooLarge(code, sign, tooLarge);
        // |b| - 1
        code.iload(b).iload(signOfB).ixor().iload(signOfB).iconst_m1().ixor().iadd();
        code.iload(tooLarge).iand().isub();
        code.iload(sign).iload(tooLarge).ixor().isub();
        // says what is so, that it is not negative
        code.loadConstant(Integer.MAX_VALUE).iand().iload(b);
        operation.accept(code);
        signed(code, sign);
        if (quotient) {
            code.iload(signOfB).iconst_1().ior().iload(tooLarge).iand().isub();
        }
    }

    /** -1 if the int on the stack, which stays there, is the greatest and the sign is -1; else 0. */
    private static void storeTooLarge(CodeBuilder code, int sign, int local) {
        code.dup().loadConstant(Integer.MAX_VALUE).isub();
        code.bipush(SIGN_SHIFT).ishr().iconst_m1().ixor().iload(sign).iand().istore(local);
    }

    /** -1 for a negative int on the stack, else 0. */
    private static void storeSign(CodeBuilder code, int local) {
        code.bipush(SIGN_SHIFT).ishr().istore(local);
    }

    /** The negative of the int on the stack if the sign is -1, itself if it is 0. */
    private static void signed(CodeBuilder code, int sign) {
        code.iload(sign).ixor().iload(sign).isub();
    }
}
