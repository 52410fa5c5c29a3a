package dev.soma.runtime.compiler;

import dev.soma.kernels.KernelContext;
import dev.soma.runtime.compiler.Expression.Constant;
import dev.soma.runtime.compiler.Expression.Position;
import dev.soma.runtime.compiler.Expression.Read;
import dev.soma.runtime.compiler.Type.Scalar;
import dev.soma.runtime.compiler.Type.Space;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Calls, and what else refers to other classes. */
final class Calls {
    private static final String CONTEXT = KernelContext.class.getName().replace('.', '/');

    private final KernelLinker linker;
    private final MethodCode code;
    private final FunctionBuilder function;
    private final boolean isKernel;

    Calls(KernelLinker linker, MethodCode code, FunctionBuilder function, boolean isKernel) {
        this.linker = linker;
        this.code = code;
        this.function = function;
        this.isKernel = isKernel;
    }

    /** Executes a call; the next instruction. */
    int invoke(int i, InvokeInstruction call, OperandStack stack, List<Statement> statements) {
        String owner = call.owner().asInternalName();
        String name = call.name().stringValue();
        String descriptor = call.type().stringValue();
        if (owner.equals(CONTEXT)) {
            return onContext(i, name, stack, statements);
        }
        if (call.opcode() != Opcode.INVOKESTATIC) {
            throw code.refuse(
                    i,
                    "the call of the instance method " + Refusals.name(owner) + "." + name,
                    "call static methods only");
        }
        List<Expression> arguments = new ArrayList<>();
        MethodTypeDesc type = call.typeSymbol();
        for (int k = 0; k < type.parameterCount(); k++) {
            arguments.addFirst(stack.pop());
        }
        Optional<Operation> operation = Intrinsics.find(owner, name, descriptor);
        if (operation.isPresent()) {
            arguments.replaceAll(Folding::toInt);
            stack.push(Folding.apply(operation.get(), arguments));
            return i + 1;
        }
        if (owner.startsWith("java/") || owner.startsWith("javax/") || owner.startsWith("jdk/")) {
            throw code.refuse(
                    i,
                    "the call of " + Refusals.name(owner) + "." + name + " on these types",
                    "use Math.fma, sqrt, abs, min or max, Integer.bitCount or Float.floatToRawIntBits, or a function of "
                            + "KernelMath; or write it as a static method");
        }
        callFunction(linker.function(code, i, owner, name, type, arguments), type, arguments, stack, statements);
        return i + 1;
    }

    private void callFunction(
            Function callee,
            MethodTypeDesc type,
            List<Expression> arguments,
            OperandStack stack,
            List<Statement> statements) {
        List<Expression> passed = new ArrayList<>();
        for (int k = 0; k < arguments.size(); k++) {
            Expression argument = arguments.get(k);
            if (argument.type() != Type.Context.CONTEXT) {
                passed.add(
                        type.parameterType(k).descriptorString().equals("Z")
                                ? Folding.toBoolean(argument)
                                : Folding.toInt(argument));
            }
        }
        if (!callee.hasEffects()) {
            stack.push(new Expression.Call(callee, passed));
            return;
        }
        stack.keepLoads();
        Optional<Local> result = callee.result().map(function::temporary);
        statements.add(new Statement.Invoke(result, callee, passed));
        result.ifPresent(local -> stack.push(new Read(local)));
    }

    private int onContext(int i, String name, OperandStack stack, List<Statement> statements) {
        return switch (name) {
            case "localBarrier" -> {
                stack.pop();
                stack.keepLoads();
                statements.add(new Statement.Barrier());
                yield i + 1;
            }
            case "allocateFloatLocalArray", "allocateIntLocalArray" -> {
                Expression size = stack.pop();
                stack.pop();
                if (!isKernel) {
                    throw code.refuse(
                            i,
                            "an allocation of local memory in a method that a kernel calls",
                            "allocate in the kernel and pass the array");
                }
                Scalar element = name.equals("allocateIntLocalArray") ? Scalar.INT : Scalar.FLOAT;
                Type.Array type = new Type.Array(element, Space.LOCAL);
                statements.add(new Statement.Clear(function.allocate(i, type, size(i, size))));
                yield i + 2;
            }
            default ->
                throw code.refuse(i, "the call of KernelContext." + name, "use the methods of KernelContext itself");
        };
    }

    /** A {@code new float[size]} or {@code new int[size]}. */
    Allocation privateArray(int i, TypeKind kind, Expression size) {
        if (kind != TypeKind.FLOAT && kind != TypeKind.INT) {
            throw code.refuse(i, "an array that is not float[] or int[]", "use float[] or int[]");
        }
        Scalar element = kind == TypeKind.INT ? Scalar.INT : Scalar.FLOAT;
        return function.allocate(i, new Type.Array(element, Space.PRIVATE), size(i, size));
    }

    private int size(int i, Expression size) {
        if (size instanceof Constant known && known.asInt() > 0) {
            return known.asInt();
        }
        throw code.refuse(
                i,
                "an array whose size is no positive constant",
                "use a constant, or specialise the int arguments that it is computed from");
    }

    /** A field of the context. */
    Expression position(int i, FieldInstruction field) {
        String name = field.name().stringValue();
        return Coordinate.ofField(name)
                .map(Position::new)
                .orElseThrow(() -> code.refuse(i, "the field " + name + " of a context", "use those of KernelContext"));
    }

    /** A static field. */
    Constant constantField(int i, FieldInstruction field) {
        String owner = field.owner().asInternalName();
        String name = field.name().stringValue();
        return linker.constant(owner, name)
                .orElseThrow(() -> code.refuse(
                        i,
                        "the static field " + Refusals.name(owner) + "." + name,
                        "make it a static final int or float with a constant value, or pass it as an argument"));
    }

    /** The value of a return instruction. */
    Expression result(int i, Expression value) {
        return switch (code.type().returnType().descriptorString()) {
            case "Z" -> Folding.toBoolean(value);
            case "I", "J", "F" -> Folding.toInt(value);
            default -> throw code.refuse(i, "returning an array or object", "return a number, or write to an array");
        };
    }
}
