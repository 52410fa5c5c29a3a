package dev.soma.runtime.jvm;

import dev.soma.kernels.KernelContext;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.CompiledKernel;
import dev.soma.runtime.DeviceException;
import dev.soma.runtime.Grid;
import dev.soma.runtime.Kernel;
import dev.soma.runtime.host.HeapBuffer;
import dev.soma.runtime.kernel.Arguments;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.List;

/** A kernel method, called once for each work-item. */
final class JvmKernel implements CompiledKernel {
    private final JvmDevice device;
    private final Kernel kernel;
    private final MethodHandle method;
    private final boolean barriers;

    private JvmKernel(JvmDevice device, Kernel kernel, MethodHandle method, boolean barriers) {
        this.device = device;
        this.kernel = kernel;
        this.method = method;
        this.barriers = barriers;
    }

    static JvmKernel of(JvmDevice device, Kernel kernel) {
        try {
            MethodHandle method = MethodHandles.publicLookup().unreflect(kernel.method());
            return new JvmKernel(device, kernel, method, BarrierScan.reachesBarrier(kernel.method()));
        } catch (IllegalAccessException e) {
            throw new DeviceException(
                    "the kernel " + kernel + " cannot be called: make its class public and its package exported", e);
        }
    }

    @Override
    public Kernel kernel() {
        return kernel;
    }

    @Override
    public void launch(Grid grid, Object... arguments) {
        device.requireOpen();
        Arguments.check(device, kernel, arguments);
        List<Class<?>> types = kernel.argumentTypes();
        Object[] values = new Object[arguments.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = arguments[i] instanceof Buffer buffer ? array(types.get(i), buffer) : arguments[i];
        }
        MethodHandle bound = MethodHandles.insertArguments(method, 1, values);
        if (barriers) {
            new LockstepLaunch(grid, item -> call(bound, item)).run();
        } else {
            runInOrder(grid, bound);
        }
    }

    private void runInOrder(Grid grid, MethodHandle bound) {
        LocalMemory local = new LocalMemory();
        WorkItem item = new WorkItem(grid, local, () -> {
            throw new IllegalStateException(
                    "the kernel " + kernel + " reached a barrier that its class file does not show");
        });
        int items = grid.localSize();
        for (long group = 0; group < grid.groups(); group++) {
            local.undefine();
            for (int number = 0; number < items; number++) {
                item.moveTo(group, number);
                call(bound, item);
            }
        }
    }

    private void call(MethodHandle bound, WorkItem item) {
        try {
            bound.invokeExact((KernelContext) item);
        } catch (Error | LockstepLaunch.Abandoned e) {
            throw e;
        } catch (Throwable e) {
            throw new DeviceException(
                    "the kernel " + kernel + " failed in work-item " + item + ": " + e.getMessage(), e);
        }
    }

    private static Object array(Class<?> type, Buffer buffer) {
        return type == float[].class ? HeapBuffer.floats(buffer) : HeapBuffer.ints(buffer);
    }
}
