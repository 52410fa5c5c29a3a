package dev.soma.runtime.tornado.vm;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.Method;
import java.util.Collections;

/** The class file of a task: its method {@code apply} calls a kernel, which is where TornadoVM looks for it. */
final class TaskClass {
    private TaskClass() {}

    /**
     * The class file.
     *
     * @param name of the class, in the kernel's package
     * @param taskType TornadoVM's functional interface of that many parameters
     */
    static byte[] of(String name, Class<?> taskType, Method kernel) {
        MethodTypeDesc type = MethodType.methodType(kernel.getReturnType(), kernel.getParameterTypes())
                .describeConstable()
                .orElseThrow();
        MethodTypeDesc erased = MethodTypeDesc.of(
                ConstantDescs.CD_void, Collections.nCopies(type.parameterCount(), ConstantDescs.CD_Object));
        ClassDesc owner = ClassDesc.of(kernel.getDeclaringClass().getName());
        return ClassFile.of()
                .build(
                        ClassDesc.of(name),
                        builder -> builder.withFlags(AccessFlag.PUBLIC, AccessFlag.FINAL)
                                .withInterfaceSymbols(ClassDesc.of(taskType.getName()))
                                .withMethodBody(
                                        ConstantDescs.INIT_NAME,
                                        ConstantDescs.MTD_void,
                                        ClassFile.ACC_PUBLIC,
                                        code -> code.aload(0)
                                                .invokespecial(
                                                        ConstantDescs.CD_Object,
                                                        ConstantDescs.INIT_NAME,
                                                        ConstantDescs.MTD_void)
                                                .return_())
                                .withMethodBody("apply", erased, ClassFile.ACC_PUBLIC, code -> {
                                    for (int i = 0; i < type.parameterCount(); i++) {
                                        argument(code.aload(i + 1), type.parameterType(i));
                                    }
                                    code.invokestatic(owner, kernel.getName(), type)
                                            .return_();
                                }));
    }

    private static void argument(CodeBuilder code, ClassDesc type) {
        if (type.equals(ConstantDescs.CD_int)) {
            code.checkcast(ConstantDescs.CD_Integer)
                    .invokevirtual(ConstantDescs.CD_Integer, "intValue", MethodTypeDesc.of(type));
        } else if (type.equals(ConstantDescs.CD_float)) {
            code.checkcast(ConstantDescs.CD_Float)
                    .invokevirtual(ConstantDescs.CD_Float, "floatValue", MethodTypeDesc.of(type));
        } else {
            code.checkcast(type);
        }
    }
}
