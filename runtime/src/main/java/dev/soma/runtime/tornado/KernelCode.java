package dev.soma.runtime.tornado;

import static java.lang.constant.ConstantDescs.CD_Integer;
import static java.lang.constant.ConstantDescs.CD_int;

import dev.soma.kernels.KernelMath;
import dev.soma.runtime.DeviceException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LocalVariable;
import java.lang.classfile.instruction.LocalVariableType;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rewrites the code of one kernel as {@link KernelRemapper} says. */
final class KernelCode implements CodeTransform {
    private static final String COMPARISON = FloatComparison.class.getName().replace('.', '/');
    private static final String BITS = FloatBits.class.getName().replace('.', '/');
    private static final String KERNEL_MATH = KernelMath.class.getName().replace('.', '/');
    private static final String FORMS = KernelMathForms.class.getName().replace('.', '/');
    private static final MethodTypeDesc INT1 = MethodTypeDesc.of(CD_int, CD_int);

    private final ClassDesc context;
    private final Function<String, ClassModel> classes;
    private final int parameterSlots;
    private @Nullable BooleanConstants booleans;

    /**
     * For a kernel of that type.
     *
     * @param context takes the place of {@link dev.soma.kernels.KernelContext}
     * @param classes finds class files by their internal name
     */
    KernelCode(MethodTypeDesc type, ClassDesc context, Function<String, ClassModel> classes) {
        this.context = context;
        this.classes = classes;
        this.parameterSlots = type.parameterList().stream()
                .mapToInt(parameter -> TypeKind.from(parameter).slotSize())
                .sum();
    }

    @Override
    public void atStart(CodeBuilder code) {
        int zero = code.allocateLocal(TypeKind.INT);
        code.aload(0);
        position(code, "globalIdx");
        code.bipush(Integer.SIZE - 1).ishr().istore(zero);
        booleans = new BooleanConstants(zero);
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
        if (!takes(code, element)) {
            write(code, element);
        }
    }

    /** Whether an element has been written as a value of a boolean expression. */
    private boolean takes(CodeBuilder code, CodeElement element) {
        return booleans != null && booleans.takes(code, element);
    }

    private void write(CodeBuilder code, CodeElement element) {
        switch (element) {
            case FieldInstruction field
            when isContext(field) -> position(code, field.name().stringValue());
            case InvokeInstruction call -> call(code, call);
            case OperatorInstruction operator
            when IntegerArithmetic.replaces(operator.opcode()) -> IntegerArithmetic.write(code, operator.opcode());
            case LocalVariable variable -> variable(code, variable);
            case LocalVariableType _ -> {}
            default -> code.with(element);
        }
    }

    private void variable(CodeBuilder code, LocalVariable variable) {
        // TornadoVM looks for the parameters' names at the first instruction
        boolean parameter = variable.slot() < parameterSlots;
        code.localVariable(
                variable.slot(),
                variable.name().stringValue(),
                mapped(variable.typeSymbol()),
                parameter ? code.startLabel() : variable.startScope(),
                parameter ? code.endLabel() : variable.endScope());
    }

    /** The value of a field of the context on the stack. */
    private void position(CodeBuilder code, String field) {
        code.getfield(context, field, CD_Integer).invokevirtual(CD_Integer, "intValue", MethodTypeDesc.of(CD_int));
    }

    private void call(CodeBuilder code, InvokeInstruction call) {
        MethodTypeDesc type = call.typeSymbol();
        switch (call.owner().asInternalName() + "." + call.name().stringValue() + type.descriptorString()) {
            case "java/lang/Math.fma(FFF)F" -> {
                int addend = code.allocateLocal(TypeKind.FLOAT);
                code.fstore(addend).fmul().fload(addend).fadd();
            }
            case "java/lang/Math.abs(I)I" -> IntegerArithmetic.magnitude(code);
            case "java/lang/Math.min(FF)F" -> inline(code, COMPARISON, "min", type);
            case "java/lang/Math.max(FF)F" -> inline(code, COMPARISON, "max", type);
            case "java/lang/Float.floatToRawIntBits(F)I" -> inline(code, BITS, "bits", type);
            case "java/lang/Float.intBitsToFloat(I)F" -> inline(code, BITS, "value", type);
            case "java/lang/Integer.numberOfTrailingZeros(I)I" ->
                code.dup().ineg().iand().iconst_1().isub().invokestatic(CD_Integer, "bitCount", INT1);
            default -> otherCall(code, call, type);
        }
    }

    private void otherCall(CodeBuilder code, InvokeInstruction call, MethodTypeDesc type) {
        String owner = call.owner().asInternalName();
        String name = call.name().stringValue();
        if (owner.equals(KERNEL_MATH) && KernelMathForms.has(name)) {
            inline(code, FORMS, name, type);
        } else if (call.opcode() == Opcode.INVOKESTATIC && !owner.startsWith("java/")) {
            inline(code, owner, name, type);
        } else {
            code.invoke(call.opcode(), mapped(call.owner().asSymbol()), name, type, call.isInterface());
        }
    }

    private void inline(CodeBuilder code, String owner, String name, MethodTypeDesc type) {
        Inlining.write(code, body(owner, name, type), type, this::takes, this::write);
    }

    private CodeAttribute body(String owner, String name, MethodTypeDesc type) {
        for (MethodModel method : classes.apply(owner).methods()) {
            if (method.methodName().equalsString(name)
                    && method.methodTypeSymbol().equals(type)) {
                return method.findAttribute(Attributes.code()).orElseThrow();
            }
        }
        throw new DeviceException("the method " + owner.replace('/', '.') + "." + name
                + ", which a kernel calls, was not found in its class: build the class again");
    }

    private static boolean isContext(FieldInstruction field) {
        return field.opcode() == Opcode.GETFIELD && field.owner().asSymbol().equals(KernelRemapper.CONTEXT);
    }

    private ClassDesc mapped(ClassDesc type) {
        return type.equals(KernelRemapper.CONTEXT) ? context : type;
    }
}
