package dev.soma.runtime.tornado;

import static java.lang.constant.ConstantDescs.CD_Integer;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;

import dev.soma.kernels.KernelContext;
import dev.soma.runtime.DeviceException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
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

/**
 * Makes of the class file of a kernel one that TornadoVM compiles. Names, lines and variables stay, what changes is:
 *
 * <ul>
 *   <li>{@link KernelContext} becomes TornadoVM's class of that name, whose fields are of type {@link Integer};
 *   <li>{@code Math.fma(a, b, c)} becomes {@code a * b + c}, which TornadoVM fuses;
 *   <li>{@code Integer.numberOfTrailingZeros(i)} becomes {@code Integer.bitCount((i & -i) - 1)};
 *   <li>{@code >>>}, {@code /} and {@code %} of ints are written in {@linkplain IntegerArithmetic other terms};
 *   <li>{@code Math.min} and {@code Math.max} of floats are written as {@linkplain FloatComparison comparisons};
 *   <li>{@code Float.floatToRawIntBits} and {@code Float.intBitsToFloat} are written as {@linkplain FloatBits arithmetic};
 *   <li>static methods that are given arrays are inlined, since TornadoVM addresses local arrays wrongly in methods it inlines
 *       itself.
 * </ul>
 */
final class KernelRemapper {
    static final ClassDesc CONTEXT = ClassDesc.ofDescriptor(KernelContext.class.descriptorString());

    private static final String COMPARISON = FloatComparison.class.getName().replace('.', '/');
    private static final String BITS = FloatBits.class.getName().replace('.', '/');
    private static final MethodTypeDesc FLOAT3 = MethodTypeDesc.of(CD_float, CD_float, CD_float, CD_float);
    private static final MethodTypeDesc FLOAT2 = MethodTypeDesc.of(CD_float, CD_float, CD_float);
    private static final MethodTypeDesc INT1 = MethodTypeDesc.of(CD_int, CD_int);

    private final ClassDesc context;
    private final Function<String, ClassModel> classes;

    /**
     * For kernels that call one another.
     *
     * @param context takes the place of {@link KernelContext}
     * @param classes finds class files by their internal name, {@code a/b/C}
     */
    KernelRemapper(ClassDesc context, Function<String, ClassModel> classes) {
        this.context = context;
        this.classes = classes;
    }

    /** The class file that TornadoVM is to see. */
    byte[] remap(ClassModel model) {
        return ClassFile.of().transformClass(model, (builder, element) -> {
            if (element instanceof MethodModel method) {
                builder.withMethod(
                        method.methodName().stringValue(),
                        mapped(method.methodTypeSymbol()),
                        method.flags().flagsMask(),
                        to -> method.code().ifPresent(code -> to.transformCode(code, this::remap)));
            } else {
                builder.with(element);
            }
        });
    }

    private void remap(CodeBuilder code, CodeElement element) {
        switch (element) {
            case FieldInstruction field
            when isContext(field) ->
                code.getfield(context, field.name().stringValue(), CD_Integer)
                        .invokevirtual(CD_Integer, "intValue", MethodTypeDesc.of(CD_int));
            case InvokeInstruction call -> call(code, call);
            case OperatorInstruction operator
            when IntegerArithmetic.replaces(operator.opcode()) -> IntegerArithmetic.write(code, operator.opcode());
            case LocalVariable variable ->
                code.localVariable(
                        variable.slot(),
                        variable.name().stringValue(),
                        mapped(variable.typeSymbol()),
                        variable.startScope(),
                        variable.endScope());
            case LocalVariableType _ -> {}
            default -> code.with(element);
        }
    }

    private void call(CodeBuilder code, InvokeInstruction call) {
        String name = call.name().stringValue();
        String owner = call.owner().asInternalName();
        if (owner.equals("java/lang/Math")
                && name.equals("fma")
                && call.typeSymbol().equals(FLOAT3)) {
            int addend = code.allocateLocal(TypeKind.FLOAT);
            code.fstore(addend).fmul().fload(addend).fadd();
        } else if (owner.equals("java/lang/Integer") && name.equals("numberOfTrailingZeros")) {
            code.dup().ineg().iand().iconst_1().isub().invokestatic(CD_Integer, "bitCount", INT1);
        } else if (owner.equals("java/lang/Math") && call.typeSymbol().equals(FLOAT2)) {
            inline(code, COMPARISON, name, FLOAT2);
        } else if (owner.equals("java/lang/Float") && name.equals("floatToRawIntBits")) {
            inline(code, BITS, "bits", call.typeSymbol());
        } else if (owner.equals("java/lang/Float") && name.equals("intBitsToFloat")) {
            inline(code, BITS, "value", call.typeSymbol());
        } else if (call.opcode() == Opcode.INVOKESTATIC && takesArray(call.typeSymbol())) {
            inline(code, owner, name, call.typeSymbol());
        } else {
            code.invoke(
                    call.opcode(),
                    mapped(call.owner().asSymbol()),
                    name,
                    mapped(call.typeSymbol()),
                    call.isInterface());
        }
    }

    private void inline(CodeBuilder code, String owner, String name, MethodTypeDesc type) {
        Inlining.write(code, body(owner, name, type), type, this::remap);
    }

    private static boolean takesArray(MethodTypeDesc type) {
        return type.parameterList().stream().anyMatch(ClassDesc::isArray);
    }

    private CodeAttribute body(String owner, String name, MethodTypeDesc type) {
        for (MethodModel method : classes.apply(owner).methods()) {
            if (method.methodName().equalsString(name)
                    && method.methodTypeSymbol().equals(type)) {
                return method.findAttribute(Attributes.code()).orElseThrow();
            }
        }
        throw new DeviceException("the method " + owner.replace('/', '.') + "." + name
                + ", which a kernel calls, was not found in its class");
    }

    private static boolean isContext(FieldInstruction field) {
        return field.opcode() == Opcode.GETFIELD && field.owner().asSymbol().equals(CONTEXT);
    }

    private MethodTypeDesc mapped(MethodTypeDesc type) {
        MethodTypeDesc result = type;
        for (int i = 0; i < type.parameterCount(); i++) {
            result = result.changeParameterType(i, mapped(type.parameterType(i)));
        }
        return result;
    }

    private ClassDesc mapped(ClassDesc type) {
        return type.equals(CONTEXT) ? context : type;
    }
}
