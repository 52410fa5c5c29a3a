package dev.soma.runtime.compiler;

import dev.soma.runtime.Kernel;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compiles kernels from their class files. */
public final class KernelCompiler {
    private KernelCompiler() {}

    /**
     * Compiles a kernel.
     *
     * @param specialised values of int arguments, by name; they become constants and are no parameters any more
     * @throws CompileException if the kernel uses what it may not; names class, method, line, construct and cure
     * @throws IllegalArgumentException if a name in {@code specialised} is no int argument of the kernel
     */
    public static KernelProgram compile(Kernel kernel, Map<String, Integer> specialised) {
        checkSpecialised(kernel, specialised);
        Method method = kernel.method();
        String descriptor = MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                .descriptorString();
        KernelLinker linker = new KernelLinker(new ClassFiles(method.getDeclaringClass()));
        Function function = linker.kernel(
                method.getDeclaringClass().getName().replace('.', '/'),
                method.getName(),
                descriptor,
                values(kernel, specialised));
        Iterator<Local> parameters = function.parameters().iterator();
        List<Optional<Local>> arguments = new ArrayList<>();
        for (int i = 0; i < kernel.argumentTypes().size(); i++) {
            arguments.add(
                    specialised.containsKey(kernel.argumentName(i))
                            ? Optional.empty()
                            : Optional.of(parameters.next()));
        }
        return new KernelProgram(kernel, List.copyOf(linker.functions()), arguments);
    }

    private static Map<Integer, Integer> values(Kernel kernel, Map<String, Integer> specialised) {
        Map<Integer, Integer> values = new HashMap<>();
        for (int i = 0; i < kernel.argumentTypes().size(); i++) {
            Integer value = specialised.get(kernel.argumentName(i));
            if (value != null) {
                values.put(i, value);
            }
        }
        return values;
    }

    private static void checkSpecialised(Kernel kernel, Map<String, Integer> specialised) {
        Set<String> unknown = new HashSet<>(specialised.keySet());
        List<String> ints = new ArrayList<>();
        for (int i = 0; i < kernel.argumentTypes().size(); i++) {
            if (kernel.argumentTypes().get(i) == int.class) {
                ints.add(kernel.argumentName(i));
            }
        }
        ints.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("the kernel " + kernel + " has no int argument " + unknown
                    + " to specialise, its int arguments are " + ints);
        }
    }
}
