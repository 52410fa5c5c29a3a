package dev.soma.runtime.compiler;

import dev.soma.runtime.compiler.Expression.Constant;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.reflect.AccessFlag;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The class files of a kernel and of the methods that it calls. */
final class ClassFiles {
    private final ClassLoader loader;
    private final Map<String, ClassModel> classes = new HashMap<>();

    ClassFiles(Class<?> kernels) {
        ClassLoader own = kernels.getClassLoader();
        loader = own == null ? ClassLoader.getSystemClassLoader() : own;
        classes.put(kernels.getName().replace('.', '/'), read(kernels));
    }

    /** The code of a static method. */
    MethodCode code(String owner, String name, String descriptor) {
        for (MethodModel method : model(owner).methods()) {
            if (method.methodName().equalsString(name) && method.methodType().equalsString(descriptor)) {
                return new MethodCode(owner, method);
            }
        }
        throw new CompileException("the method " + owner.replace('/', '.') + "." + name + descriptor
                + ", which a kernel calls, was not found: compile the classes together");
    }

    /** The value of a static final int or float that the class file tells. */
    Optional<Constant> constant(String owner, String name) {
        if (owner.startsWith("java/")) {
            return Optional.empty();
        }
        for (FieldModel field : model(owner).fields()) {
            if (field.fieldName().equalsString(name) && field.flags().has(AccessFlag.FINAL)) {
                return field.findAttribute(Attributes.constantValue())
                        .flatMap(attribute -> constant(attribute.constant().constantValue()));
            }
        }
        return Optional.empty();
    }

    private static Optional<Constant> constant(Object value) {
        return switch (value) {
            case Integer number -> Optional.of(Constant.of((int) number));
            case Long number -> Optional.of(Constant.of((long) number));
            case Float number -> Optional.of(Constant.of((float) number));
            default -> Optional.empty();
        };
    }

    private ClassModel model(String name) {
        ClassModel known = classes.get(name);
        if (known == null) {
            try {
                known = read(Class.forName(name.replace('/', '.'), false, loader));
            } catch (ClassNotFoundException e) {
                throw new CompileException("the class " + name.replace('/', '.')
                        + ", which a kernel calls, was not found: put it on the class path");
            }
            classes.put(name, known);
        }
        return known;
    }

    private static ClassModel read(Class<?> type) {
        String file = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
        try (InputStream in = type.getResourceAsStream(file)) {
            if (in == null) {
                throw new CompileException("the class file of " + type.getName()
                        + ", which holds a kernel, was not found: its class loader must give it as a resource");
            }
            return ClassFile.of().parse(in.readAllBytes());
        } catch (IOException e) {
            throw new CompileException("the class file of " + type.getName() + " cannot be read: " + e.getMessage());
        }
    }
}
