package dev.soma.runtime.jvm;

import dev.soma.kernels.KernelContext;
import dev.soma.runtime.DeviceException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Reads from class files whether a kernel, or a method it calls, may wait at a barrier. */
final class BarrierScan {
    private static final String CONTEXT = KernelContext.class.getName().replace('.', '/');

    private final ClassLoader loader;
    private final Map<String, ClassModel> classes = new HashMap<>();
    private final Set<String> visited = new HashSet<>();

    private BarrierScan(ClassLoader loader) {
        this.loader = loader;
    }

    static boolean reachesBarrier(Method kernel) {
        Class<?> owner = kernel.getDeclaringClass();
        ClassLoader loader = owner.getClassLoader();
        BarrierScan scan = new BarrierScan(loader == null ? ClassLoader.getSystemClassLoader() : loader);
        String name = owner.getName().replace('.', '/');
        scan.classes.put(name, read(owner));
        return scan.reaches(name, kernel.getName(), kernelDescriptor(kernel));
    }

    private static String kernelDescriptor(Method method) {
        return java.lang.invoke.MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                .descriptorString();
    }

    private boolean reaches(String owner, String name, String descriptor) {
        if (owner.startsWith("java/") || !visited.add(owner + "." + name + descriptor)) {
            return false;
        }
        for (MethodModel method : model(owner).methods()) {
            if (method.methodName().equalsString(name)
                    && method.methodType().equalsString(descriptor)
                    && method.code().stream()
                            .flatMap(code -> code.elementStream())
                            .anyMatch(element -> element instanceof InvokeInstruction call && waits(call))) {
                return true;
            }
        }
        return false;
    }

    private boolean waits(InvokeInstruction call) {
        String owner = call.owner().asInternalName();
        if (owner.equals(CONTEXT)) {
            return call.name().equalsString("localBarrier");
        }
        return call.opcode() == Opcode.INVOKESTATIC
                && reaches(owner, call.name().stringValue(), call.type().stringValue());
    }

    private ClassModel model(String name) {
        return classes.computeIfAbsent(name, key -> {
            try {
                return read(Class.forName(key.replace('/', '.'), false, loader));
            } catch (ClassNotFoundException e) {
                throw new DeviceException("the class " + key + ", which a kernel calls, was not found", e);
            }
        });
    }

    private static ClassModel read(Class<?> type) {
        String file = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
        try (InputStream in = type.getResourceAsStream(file)) {
            if (in == null) {
                throw new DeviceException(
                        "the class file of " + type.getName() + ", which holds a kernel, was not found");
            }
            return ClassFile.of().parse(in.readAllBytes());
        } catch (IOException e) {
            throw new DeviceException("the class file of " + type.getName() + " cannot be read", e);
        }
    }
}
