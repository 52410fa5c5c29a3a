package dev.soma.runtime.tornado;

import dev.soma.runtime.DeviceException;
import dev.soma.runtime.Kernel;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Loads the kernels of one class loader in the form that TornadoVM compiles, with the classes whose methods they call, under
 * their own names (TornadoVM looks for class files by them).
 */
public final class RemappedKernels extends ClassLoader {
    private static final String TORNADO = "uk.ac.manchester.tornado.";

    private final ClassLoader original;
    private final Class<?> context;
    private final KernelRemapper remapper;
    private final Map<String, ClassModel> models = new HashMap<>();

    /**
     * For the kernels that {@code original} loads.
     *
     * @param context takes the place of {@link dev.soma.kernels.KernelContext}
     */
    public RemappedKernels(ClassLoader original, Class<?> context) {
        super("soma-tornado", context.getClassLoader());
        this.original = original;
        this.context = context;
        this.remapper = new KernelRemapper(context.describeConstable().orElseThrow(), this::model);
    }

    /**
     * The method of a kernel as TornadoVM is to see it.
     *
     * @throws DeviceException if the kernel uses what TornadoVM does not support; names class, method, line and construct
     */
    public Method method(Kernel kernel) {
        Method method = kernel.method();
        KernelCheck.of(this::model).check(method);
        try {
            Class<?> owner = loadClass(method.getDeclaringClass().getName());
            Class<?>[] types = method.getParameterTypes();
            types[0] = context;
            return owner.getMethod(method.getName(), types);
        } catch (ReflectiveOperationException e) {
            throw new DeviceException("the kernel " + kernel + " cannot be loaded for TornadoVM: " + e, e);
        }
    }

    /** Loads a class that calls kernels, beside them. */
    public Class<?> define(String name, byte[] file) {
        return defineClass(name, file, 0, file.length);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            if (!isKernels(name)) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                byte[] file = remapper.remap(model(name.replace('.', '/')));
                loaded = defineClass(name, file, 0, file.length);
            }
            return loaded;
        }
    }

    /** Whether a class is to be remapped: not those of the JDK and of TornadoVM. */
    private boolean isKernels(String name) {
        return !name.startsWith("java.") && !name.startsWith(TORNADO) && !name.equals(context.getName());
    }

    /** The class file as it was compiled. */
    private ClassModel model(String name) {
        return models.computeIfAbsent(name, key -> {
            try (InputStream in = open(key + ".class")) {
                if (in == null) {
                    throw new DeviceException(
                            "the class file of " + key.replace('/', '.')
                                    + ", which a kernel needs, was not found: put it where the class loader of the kernel finds it");
                }
                return ClassFile.of().parse(in.readAllBytes());
            } catch (IOException e) {
                throw new DeviceException("the class file of " + key.replace('/', '.') + " cannot be read", e);
            }
        });
    }

    /** Where the kernels are; what the remapper puts into them is here. */
    private @Nullable InputStream open(String file) {
        InputStream found = original.getResourceAsStream(file);
        return found != null ? found : RemappedKernels.class.getResourceAsStream("/" + file);
    }
}
