package dev.soma.runtime.tornado;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Opcode;
import java.lang.classfile.PseudoInstruction;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.ReturnInstruction;

/**
 * Hides from TornadoVM that the values of a boolean expression, {@code iconst_1; goto end; other: iconst_0; end:}, are constants. It
 * would join the conditions behind them to one, and loses the negation in {@code a || (b && c)}.
 */
final class BooleanConstants {
    private static final int NONE = -1;

    private final int zero;
    private int pending = NONE;
    private boolean pendingFollowsJump;
    private boolean followsJump;

    /**
     * For the code of one kernel.
     *
     * @param zero a variable whose value is 0, which the compiler cannot know
     */
    BooleanConstants(int zero) {
        this.zero = zero;
    }

    /** To be asked before each element is written; true if there is nothing left to write of it. */
    boolean takes(CodeBuilder code, CodeElement element) {
        boolean label = element instanceof LabelTarget;
        if (element instanceof PseudoInstruction && !label) {
            return false;
        }
        if (pending != NONE) {
            write(code, pending, pendingFollowsJump || jumps(element));
            pending = NONE;
        }
        if (element instanceof ConstantInstruction constant
                && (constant.opcode() == Opcode.ICONST_0 || constant.opcode() == Opcode.ICONST_1)) {
            pending = constant.opcode() == Opcode.ICONST_1 ? 1 : 0;
            pendingFollowsJump = followsJump;
            followsJump = false;
            return true;
        }
        if (!label) {
            followsJump = jumps(element);
        }
        return false;
    }

    private void write(CodeBuilder code, int value, boolean hidden) {
        if (!hidden) {
            code.loadConstant(value);
        } else {
            code.iload(zero);
            if (value == 1) {
                code.iconst_1().iadd();
            }
        }
    }

    private static boolean jumps(CodeElement element) {
        return element instanceof ReturnInstruction
                || (element instanceof BranchInstruction branch && branch.opcode() == Opcode.GOTO);
    }
}
