package dev.soma.runtime.tornado.vm;

import dev.soma.runtime.DeviceException;
import dev.soma.runtime.Kernel;
import dev.soma.runtime.tornado.RemappedKernels;
import java.lang.reflect.Method;
import java.util.Arrays;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;

/** Kernels of Soma as tasks of a {@link TaskGraph} of your own. */
public final class KernelTasks {
    private KernelTasks() {}

    /**
     * Adds a kernel to a graph. Its work-items are those of the {@link uk.ac.manchester.tornado.api.GridScheduler} for {@code
     * graph.id}; each kernel's Javadoc says how many it wants, in what groups.
     *
     * @param graph transfers the arrays among the arguments
     * @param id name of the task
     * @param context the context of the execution
     * @param arguments those of the kernel after its context: {@link Integer}, {@link Float}, {@code int[]} and {@code float[]}
     * @return {@code graph}
     * @throws IllegalArgumentException if the kernel has another number of arguments
     */
    public static TaskGraph add(TaskGraph graph, String id, Kernel kernel, KernelContext context, Object... arguments) {
        int count = kernel.argumentTypes().size();
        if (arguments.length != count) {
            throw new IllegalArgumentException(
                    "the kernel " + kernel + " was given " + arguments.length + " arguments, expected " + count);
        }
        RemappedKernels kernels =
                new RemappedKernels(kernel.method().getDeclaringClass().getClassLoader(), KernelContext.class);
        Method method = kernels.method(kernel);
        Object[] taskArguments = new Object[count + 3];
        taskArguments[0] = id;
        taskArguments[2] = context;
        System.arraycopy(arguments, 0, taskArguments, 3, count);
        try {
            Class<?> taskType = Class.forName(
                    "uk.ac.manchester.tornado.api.common.TornadoFunctions$Task" + (count + 1),
                    false,
                    TaskGraph.class.getClassLoader());
            String name = method.getDeclaringClass().getName() + "$" + method.getName() + "Task";
            taskArguments[1] = kernels.define(name, TaskClass.of(name, taskType, method))
                    .getConstructor()
                    .newInstance();
            Class<?>[] types = new Class<?>[taskArguments.length];
            Arrays.fill(types, Object.class);
            types[0] = String.class;
            types[1] = taskType;
            TaskGraph.class.getMethod("task", types).invoke(graph, taskArguments);
            return graph;
        } catch (ReflectiveOperationException e) {
            throw new DeviceException("the kernel " + kernel + " cannot be added to a task graph: " + e, e);
        }
    }
}
