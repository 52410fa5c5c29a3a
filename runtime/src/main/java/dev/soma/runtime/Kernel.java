package dev.soma.runtime;

import dev.soma.kernels.KernelContext;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A kernel: a {@code public static void} method whose first parameter is a {@link KernelContext} and whose others are
 * {@code int}, {@code float}, {@code int[]} or {@code float[]}, twenty at most in all.
 */
public final class Kernel {
    /** The most parameters a kernel may have, its context included. */
    public static final int MAX_PARAMETERS = 20;

    private static final List<Class<?>> PARAMETER_TYPES = List.of(int.class, float.class, int[].class, float[].class);

    private final Method method;
    private final List<Class<?>> argumentTypes;

    private Kernel(Method method) {
        this.method = method;
        Class<?>[] types = method.getParameterTypes();
        this.argumentTypes = List.of(types).subList(1, types.length);
    }

    /**
     * The kernel of that name in a class.
     *
     * @throws IllegalArgumentException if the class has not exactly one public static method of that name, or the method
     *     is no kernel
     */
    public static Kernel of(Class<?> owner, String name) {
        Objects.requireNonNull(owner, "owner");
        List<Method> candidates = Arrays.stream(owner.getMethods())
                .filter(method -> method.getName().equals(name) && Modifier.isStatic(method.getModifiers()))
                .toList();
        if (candidates.size() != 1) {
            throw new IllegalArgumentException(owner.getName() + " has " + candidates.size()
                    + " public static methods named '" + name + "', expected exactly one");
        }
        return of(candidates.getFirst());
    }

    /**
     * The kernel that a method is.
     *
     * @throws IllegalArgumentException if the method is no kernel; the message says what is wrong with it
     */
    public static Kernel of(Method method) {
        String where = method.getDeclaringClass().getName() + "." + method.getName();
        if (!Modifier.isStatic(method.getModifiers())
                || !Modifier.isPublic(method.getModifiers())
                || method.getReturnType() != void.class) {
            throw new IllegalArgumentException(where + " is no kernel: expected a public static void method");
        }
        Class<?>[] types = method.getParameterTypes();
        if (types.length == 0 || types[0] != KernelContext.class) {
            throw new IllegalArgumentException(where + " is no kernel: its first parameter must be a KernelContext");
        }
        if (types.length > MAX_PARAMETERS) {
            throw new IllegalArgumentException(where + " is no kernel: it has " + types.length + " parameters, at most "
                    + MAX_PARAMETERS + " are allowed");
        }
        for (int i = 1; i < types.length; i++) {
            if (!PARAMETER_TYPES.contains(types[i])) {
                throw new IllegalArgumentException(where + " is no kernel: parameter '" + parameterName(method, i)
                        + "' is a " + types[i].getSimpleName() + ", expected int, float, int[] or float[]");
            }
        }
        return new Kernel(method);
    }

    /** The method's name. */
    public String name() {
        return method.getName();
    }

    /** The method. */
    public Method method() {
        return method;
    }

    /** The types of the parameters after the context. */
    public List<Class<?>> argumentTypes() {
        return argumentTypes;
    }

    /** The name of the argument at {@code index}, not counting the context. */
    public String argumentName(int index) {
        return parameterName(method, index + 1);
    }

    private static String parameterName(Method method, int index) {
        return method.getParameters()[index].getName();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Kernel kernel && kernel.method.equals(method);
    }

    @Override
    public int hashCode() {
        return method.hashCode();
    }

    @Override
    public String toString() {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }
}
