package dev.soma.runtime.tornado;

import dev.soma.runtime.DeviceException;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;

/** Refuses kernels that use what TornadoVM does not support, since it would fail with less to say, or crash the JVM. */
final class KernelCheck {
    private static final String CONTEXT =
            KernelRemapper.CONTEXT.packageName().replace('.', '/') + "/" + KernelRemapper.CONTEXT.displayName();

    /** What TornadoVM has a form for, or {@link KernelRemapper} makes one. */
    private static final Set<String> SUPPORTED = Set.of(
            "java/lang/Math.fma(FFF)F",
            "java/lang/Math.sqrt(D)D",
            "java/lang/Math.abs(F)F",
            "java/lang/Math.abs(I)I",
            "java/lang/Math.min(FF)F",
            "java/lang/Math.min(II)I",
            "java/lang/Math.max(FF)F",
            "java/lang/Math.max(II)I",
            "java/lang/Integer.bitCount(I)I",
            "java/lang/Integer.numberOfTrailingZeros(I)I",
            "java/lang/Float.floatToRawIntBits(F)I",
            "java/lang/Float.intBitsToFloat(I)F");

    private final Function<String, ClassModel> classes;
    private final Set<String> visited = new HashSet<>();
    private final Set<String> open = new HashSet<>();

    private KernelCheck(Function<String, ClassModel> classes) {
        this.classes = classes;
    }

    /**
     * A check that finds class files by their internal name, {@code a/b/C}.
     */
    static KernelCheck of(Function<String, ClassModel> classes) {
        return new KernelCheck(classes);
    }

    /**
     * Checks a kernel and all it calls.
     *
     * @throws DeviceException naming class, method, line and construct
     */
    void check(Method kernel) {
        check(
                kernel.getDeclaringClass().getName().replace('.', '/'),
                kernel.getName(),
                MethodType.methodType(kernel.getReturnType(), kernel.getParameterTypes())
                        .descriptorString());
    }

    private void check(String owner, String name, String descriptor) {
        String id = owner + "." + name + descriptor;
        if (visited.add(id)) {
            open.add(id);
            for (MethodModel method : classes.apply(owner).methods()) {
                if (method.methodName().equalsString(name)
                        && method.methodType().equalsString(descriptor)) {
                    method.code().ifPresent(code -> check(owner, name, code));
                }
            }
            open.remove(id);
        }
    }

    private void check(String owner, String name, CodeModel code) {
        int line = 0;
        for (CodeElement element : code) {
            if (element instanceof LineNumber number) {
                line = number.line();
            }
            String construct = unsupported(element);
            if (!construct.isEmpty()) {
                throw new DeviceException("TornadoVM does not support " + construct + ", used in "
                        + owner.replace('/', '.') + "." + name + ", line " + line
                        + ": write the kernel without it, or run it on another device");
            }
        }
    }

    /** The name of what TornadoVM does not support, or nothing; follows calls. */
    private String unsupported(CodeElement element) {
        return switch (element) {
            case InvokeInstruction call -> unsupported(call);
            case FieldInstruction field when field.owner().asInternalName().equals(CONTEXT) -> "";
            case FieldInstruction field ->
                "the field " + field.owner().asInternalName().replace('/', '.') + "."
                        + field.name().stringValue();
            case InvokeDynamicInstruction _ -> "lambdas and string concatenation";
            case NewMultiArrayInstruction _ -> "arrays of arrays";
            case NewObjectInstruction object ->
                "objects (new " + object.className().asInternalName().replace('/', '.') + ")";
            case ThrowInstruction _ -> "throw";
            case MonitorInstruction _ -> "synchronized";
            default -> "";
        };
    }

    private String unsupported(InvokeInstruction call) {
        String owner = call.owner().asInternalName();
        String name = call.name().stringValue();
        String descriptor = call.type().stringValue();
        if (owner.equals(CONTEXT) || SUPPORTED.contains(owner + "." + name + descriptor)) {
            return "";
        }
        if (call.opcode() != Opcode.INVOKESTATIC || owner.startsWith("java/")) {
            return "the method " + owner.replace('/', '.') + "." + name;
        }
        check(owner, name, descriptor);
        return open.contains(owner + "." + name + descriptor) ? "recursion" : "";
    }
}
