package dev.soma.runtime.tornado.vm;

import dev.soma.runtime.DeviceException;
import dev.soma.runtime.Grid;
import dev.soma.runtime.tornado.TornadoPlan;
import java.lang.reflect.Method;
import java.util.HashMap;
import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.WorkerGrid;
import uk.ac.manchester.tornado.api.WorkerGrid3D;
import uk.ac.manchester.tornado.api.common.Access;
import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;
import uk.ac.manchester.tornado.runtime.common.KernelStackFrame;
import uk.ac.manchester.tornado.runtime.common.TornadoInstalledCode;
import uk.ac.manchester.tornado.runtime.common.TornadoXPUDevice;
import uk.ac.manchester.tornado.runtime.profiler.EmptyProfiler;
import uk.ac.manchester.tornado.runtime.tasks.CompilableTask;
import uk.ac.manchester.tornado.runtime.tasks.TornadoTaskGraph;
import uk.ac.manchester.tornado.runtime.tasks.meta.ScheduleContext;

/** A kernel that TornadoVM has compiled for a device. */
final class VmTask implements TornadoPlan.Task {
    /**
     * Warnings off, as TornadoVM has it, but not its fast mathematics, which takes NaN and infinity for impossible; and meanings for
     * what it writes for these two.
     */
    private static final String OPENCL_FLAGS = "-w -DNaNF=NAN -DInfinityF=INFINITY";

    private static final KernelStackFrame.KernelContextArgument CONTEXT = new KernelStackFrame.KernelContextArgument();

    private final TornadoXPUDevice device;
    private final long plan;
    private final CompilableTask task;
    private final TornadoInstalledCode code;
    private final WorkerGrid workers = new WorkerGrid3D(1, 1, 1);

    private VmTask(TornadoXPUDevice device, long plan, CompilableTask task, TornadoInstalledCode code) {
        this.device = device;
        this.plan = plan;
        this.task = task;
        this.code = code;
        task.setGridScheduler(new GridScheduler(task.getId(), workers));
        task.setUseGridScheduler(true);
        task.meta().attachProfiler(task.getProfiler());
    }

    static VmTask compile(TornadoXPUDevice device, long plan, String name, Method method, Object... arguments) {
        ScheduleContext schedule = new ScheduleContext("soma" + plan);
        schedule.setDevice(device);
        CompilableTask task = new CompilableTask(schedule, name, method, withContext(arguments));
        task.attachProfiler(new EmptyProfiler());
        task.meta().setCompilerFlags(TornadoVMBackendType.OPENCL, OPENCL_FLAGS);
        task.forceCompilation();
        try {
            // a graph that is thrown away: adding the task to it makes the sketch that the compiler starts from
            new TornadoTaskGraph(schedule.getId()).addInner(task);
            return new VmTask(device, plan, task, device.installCode(plan, task));
        } catch (RuntimeException | InternalError e) {
            throw new DeviceException(
                    "TornadoVM cannot compile the kernel "
                            + method.getDeclaringClass().getSimpleName() + "." + method.getName() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private static Object[] withContext(Object... arguments) {
        Object[] all = new Object[arguments.length + 1];
        all[0] = new KernelContext();
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return all;
    }

    @Override
    public void launch(Grid grid, Object... arguments) {
        workers.setGlobalWork(grid.globalX(), grid.globalY(), grid.globalZ());
        workers.setLocalWork(grid.localX(), grid.localY(), grid.localZ());
        KernelStackFrame frame = device.createKernelStackFrame(plan, arguments.length + 1, Access.NONE);
        frame.reset();
        HashMap<Integer, Integer> globalSizes = new HashMap<>();
        globalSizes.put(0, grid.globalX());
        globalSizes.put(1, grid.globalY());
        globalSizes.put(2, grid.globalZ());
        frame.setKernelContext(globalSizes);
        frame.addCallArgument(CONTEXT, false);
        for (Object argument : arguments) {
            if (argument instanceof VmMemory memory) {
                frame.addCallArgument(memory.pointer(), true);
            } else {
                frame.addCallArgument(argument, false);
            }
        }
        code.launchWithoutDependencies(plan, frame, null, task.meta(), 0);
    }
}
