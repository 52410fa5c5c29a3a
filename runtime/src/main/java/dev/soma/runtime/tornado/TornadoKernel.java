package dev.soma.runtime.tornado;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.CompiledKernel;
import dev.soma.runtime.Grid;
import dev.soma.runtime.Kernel;
import dev.soma.runtime.kernel.Arguments;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A kernel on TornadoVM, which compiles {@code int} and {@code float} arguments into the code as constants: there is one task for
 * each combination of them, compiled when it is first launched. What changes all the time belongs into an array of one element.
 */
final class TornadoKernel implements CompiledKernel {
    private final TornadoDevice device;
    private final TornadoPlan plan;
    private final Kernel kernel;
    private final Method method;
    private final Map<List<Object>, TornadoPlan.Task> tasks = new HashMap<>();

    TornadoKernel(TornadoDevice device, TornadoPlan plan, Kernel kernel, Method method) {
        this.device = device;
        this.plan = plan;
        this.kernel = kernel;
        this.method = method;
    }

    @Override
    public Kernel kernel() {
        return kernel;
    }

    @Override
    public void launch(Grid grid, Object... arguments) {
        device.requireOpen();
        Arguments.check(device, kernel, arguments);
        List<Object> constants = new ArrayList<>();
        Object[] values = new Object[arguments.length];
        for (int i = 0; i < values.length; i++) {
            if (arguments[i] instanceof Buffer buffer) {
                values[i] = TornadoBuffer.memory(buffer);
            } else {
                values[i] = arguments[i];
                constants.add(arguments[i]);
            }
        }
        tasks.computeIfAbsent(constants, key -> plan.compile(method, values)).launch(grid, values);
    }
}
