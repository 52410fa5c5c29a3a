package dev.soma.runtime.compiler;

import dev.soma.runtime.compiler.Expression.Constant;
import dev.soma.runtime.compiler.FunctionBuilder.Binding;
import dev.soma.runtime.compiler.Type.Scalar;
import dev.soma.runtime.compiler.Type.Space;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The functions of one program: each method is compiled once for each way that its arrays lie in memory. */
final class KernelLinker {
    private final ClassFiles classes;
    private final Map<MethodKey, Function> functions = new LinkedHashMap<>();
    private final Set<MethodKey> inProgress = new LinkedHashSet<>();

    KernelLinker(ClassFiles classes) {
        this.classes = classes;
    }

    /** All functions, those that are called before those that call them. */
    Collection<Function> functions() {
        return functions.values();
    }

    /** The value of a static final field. */
    Optional<Constant> constant(String owner, String field) {
        return classes.constant(owner, field);
    }

    /**
     * The kernel itself.
     *
     * @param specialised constants by the index of the argument after the context
     */
    Function kernel(String owner, String name, String descriptor, Map<Integer, Integer> specialised) {
        MethodCode code = classes.code(owner, name, descriptor);
        List<Space> spaces = new ArrayList<>();
        List<Binding> bindings = new ArrayList<>();
        int slot = 0;
        for (int k = 0; k < code.type().parameterCount(); k++) {
            String parameter = code.parameterName(k, slot);
            Type type = type(code.type().parameterType(k), Space.GLOBAL);
            if (type instanceof Type.Array) {
                spaces.add(Space.GLOBAL);
            }
            Integer value = specialised.get(k - 1);
            bindings.add(new Binding(parameter, slot, type, value == null ? null : Constant.of((int) value)));
            slot++;
        }
        return build(code, new MethodKey(owner, name, descriptor, spaces), bindings, true);
    }

    /** The function that a call wants. */
    Function function(
            MethodCode caller, int i, String owner, String name, MethodTypeDesc type, List<Expression> arguments) {
        List<Space> spaces = arguments.stream()
                .filter(argument -> argument.type() instanceof Type.Array)
                .map(argument -> ((Type.Array) argument.type()).space())
                .toList();
        MethodKey key = new MethodKey(owner, name, type.descriptorString(), spaces);
        Function known = functions.get(key);
        if (known != null) {
            return known;
        }
        if (inProgress.stream()
                .anyMatch(other -> other.owner().equals(owner)
                        && other.name().equals(name)
                        && other.descriptor().equals(key.descriptor()))) {
            throw caller.refuse(i, "the recursive call of " + key, "write a loop");
        }
        for (ClassDesc parameter : type.parameterList()) {
            if (!isKnown(parameter)) {
                throw caller.refuse(
                        i,
                        "the parameter type " + parameter.displayName() + " of " + key,
                        "pass int, long, float, boolean, int[], float[] or the context");
            }
        }
        if (!Set.of("V", "Z", "I", "J", "F").contains(type.returnType().descriptorString())) {
            throw caller.refuse(
                    i,
                    "the result type " + type.returnType().displayName() + " of " + key,
                    "return int, long, float or boolean, or write to an array");
        }
        MethodCode code = classes.code(owner, name, key.descriptor());
        List<Binding> bindings = new ArrayList<>();
        int slot = 0;
        int array = 0;
        for (int k = 0; k < type.parameterCount(); k++) {
            ClassDesc parameter = type.parameterType(k);
            Space space = parameter.isArray() ? spaces.get(array++) : Space.GLOBAL;
            bindings.add(new Binding(code.parameterName(k, slot), slot, type(parameter, space), null));
            slot += TypeKind.from(parameter).slotSize();
        }
        return build(code, key, bindings, false);
    }

    private Function build(MethodCode code, MethodKey key, List<Binding> bindings, boolean isKernel) {
        inProgress.add(key);
        Function function = new FunctionBuilder(this, code, bindings, isKernel).build(key, result(code.type()));
        inProgress.remove(key);
        functions.put(key, function);
        return function;
    }

    private static Optional<Scalar> result(MethodTypeDesc type) {
        String descriptor = type.returnType().descriptorString();
        return descriptor.equals("V") ? Optional.empty() : Optional.of(scalar(descriptor));
    }

    private static boolean isKnown(ClassDesc type) {
        return switch (type.descriptorString()) {
            case "Z", "I", "J", "F", "[I", "[F", "Ldev/soma/kernels/KernelContext;" -> true;
            default -> false;
        };
    }

    private static Type type(ClassDesc type, Space space) {
        String descriptor = type.descriptorString();
        return switch (descriptor.charAt(0)) {
            case '[' -> new Type.Array(scalar(descriptor.substring(1)), space);
            case 'L' -> Type.Context.CONTEXT;
            default -> scalar(descriptor);
        };
    }

    private static Scalar scalar(String descriptor) {
        return switch (descriptor) {
            case "Z" -> Scalar.BOOLEAN;
            case "I" -> Scalar.INT;
            case "J" -> Scalar.LONG;
            case "F" -> Scalar.FLOAT;
            default -> throw new IllegalArgumentException(descriptor + " is no scalar of kernels");
        };
    }
}
