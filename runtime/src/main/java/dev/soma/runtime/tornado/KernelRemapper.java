package dev.soma.runtime.tornado;

import dev.soma.kernels.KernelContext;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.function.Function;

/**
 * Makes of the class file of kernels one that TornadoVM compiles. It keeps the kernels alone; their names, lines and variables stay, what
 * changes is:
 *
 * <ul>
 *   <li>{@link KernelContext} becomes TornadoVM's class of that name, whose fields are of type {@link Integer};
 *   <li>{@code Math.fma(a, b, c)} becomes {@code a * b + c}, which TornadoVM fuses;
 *   <li>{@code Integer.numberOfTrailingZeros(i)} becomes {@code Integer.bitCount((i & -i) - 1)};
 *   <li>{@code >>>}, {@code /}, {@code %} and {@code Math.abs} of ints are written in {@linkplain IntegerArithmetic other terms};
 *   <li>{@code Math.min} and {@code Math.max} of floats are written as {@linkplain FloatComparison comparisons};
 *   <li>{@code Float.floatToRawIntBits} and {@code Float.intBitsToFloat} are written as {@linkplain FloatBits arithmetic};
 *   <li>three helpers of {@link dev.soma.kernels.KernelMath} have {@linkplain KernelMathForms forms} that do without these;
 *   <li>the values of boolean expressions are {@linkplain BooleanConstants hidden};
 *   <li>calls of static methods are inlined: TornadoVM inlines only small ones, and addresses local arrays wrongly there.
 * </ul>
 *
 * All but the first three and {@code KernelMath} avoid what TornadoVM 5.2 does not compile, or compiles to something else.
 * What stays is that ints which overflow wrap around in Java, and in OpenCL C, where that is undefined, as far as the driver's compiler
 * lets them: those tested do.
 */
final class KernelRemapper {
    static final ClassDesc CONTEXT = ClassDesc.ofDescriptor(KernelContext.class.descriptorString());

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
            if (!(element instanceof MethodModel method)) {
                builder.with(element);
            } else if (isKernel(method.methodTypeSymbol())) {
                builder.withMethod(
                        method.methodName().stringValue(),
                        method.methodTypeSymbol().changeParameterType(0, context),
                        method.flags().flagsMask(),
                        to -> method.code()
                                .ifPresent(code -> to.transformCode(
                                        code,
                                        CodeTransform.ofStateful(
                                                () -> new KernelCode(method.methodTypeSymbol(), context, classes)))));
            }
        });
    }

    private static boolean isKernel(MethodTypeDesc type) {
        return type.parameterCount() > 0 && type.parameterType(0).equals(CONTEXT);
    }
}
