package dev.soma.runtime.compiler;

import java.lang.classfile.Instruction;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.DiscontinuedInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;

/** Names what a kernel may not use, and says what to do instead. */
final class Refusals {
    private static final String NO_OBJECTS = "kernels have numbers and arrays only; pass the numbers as arguments";

    private final MethodCode code;

    Refusals(MethodCode code) {
        this.code = code;
    }

    /** The refusal of an instruction. */
    CompileException of(int i, Instruction instruction) {
        return switch (instruction) {
            case ConstantInstruction constant when constant.constantValue() instanceof Double -> doubles(i);
            case ConstantInstruction constant
            when constant.constantValue() instanceof String -> code.refuse(i, "a string", NO_OBJECTS);
            case NewObjectInstruction creation ->
                object(i, name(creation.className().asInternalName()));
            case NewReferenceArrayInstruction _, NewMultiArrayInstruction _ ->
                code.refuse(i, "an array of objects or arrays", "use one float[] or int[] and compute the index");
            case ThrowInstruction _ ->
                code.refuse(i, "throwing an exception", "check the arguments before the launch, not in the kernel");
            case TypeCheckInstruction _ -> code.refuse(i, "a cast or instanceof", NO_OBJECTS);
            case MonitorInstruction _ ->
                code.refuse(i, "synchronized", "work-items wait for one another with context.localBarrier()");
            case InvokeDynamicInstruction _ ->
                code.refuse(
                        i,
                        "a lambda, a method reference or a concatenation of strings",
                        "write a loop or a static method");
            case DiscontinuedInstruction _ ->
                code.refuse(i, "the instruction " + instruction.opcode(), "compile the class with a current javac");
            case FieldInstruction field -> field(i, field);
            default ->
                isDouble(instruction)
                        ? doubles(i)
                        : code.refuse(
                                i, "the instruction " + instruction.opcode(), "write it with int and float arithmetic");
        };
    }

    private CompileException object(int i, String type) {
        return type.endsWith("Exception") || type.endsWith("Error")
                ? code.refuse(i, "throwing " + type, "check the arguments before the launch, not in the kernel")
                : code.refuse(i, "a new object of " + type, NO_OBJECTS);
    }

    /** The refusal of double arithmetic. */
    CompileException doubles(int i) {
        return code.refuse(
                i,
                "double arithmetic",
                "use float; of the functions of doubles, (float) Math.sqrt(x), floor, ceil and rint of a float x are known");
    }

    void requireNoDouble(int i, TypeKind kind) {
        if (kind == TypeKind.DOUBLE) {
            throw doubles(i);
        }
    }

    private CompileException field(int i, FieldInstruction field) {
        String name = name(field.owner().asInternalName()) + "." + field.name().stringValue();
        return switch (field.opcode()) {
            case PUTFIELD, PUTSTATIC ->
                code.refuse(i, "an assignment to the field " + name, "write to an array that is an argument");
            default -> code.refuse(i, "the field " + name, NO_OBJECTS);
        };
    }

    private static boolean isDouble(Instruction instruction) {
        String opcode = instruction.opcode().name();
        return (opcode.startsWith("D") && !opcode.startsWith("DUP")) || opcode.endsWith("2D");
    }

    static String name(String internalName) {
        return internalName.replace('/', '.');
    }
}
