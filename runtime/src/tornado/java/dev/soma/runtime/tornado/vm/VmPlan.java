package dev.soma.runtime.tornado.vm;

import dev.soma.runtime.DeviceException;
import dev.soma.runtime.Event;
import dev.soma.runtime.tornado.TornadoPlan;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import uk.ac.manchester.tornado.api.exceptions.TornadoMemoryException;
import uk.ac.manchester.tornado.api.exceptions.TornadoOutOfMemoryException;
import uk.ac.manchester.tornado.runtime.common.TornadoXPUDevice;

/**
 * One execution plan. It drives TornadoVM's runtime below the task graphs: those hold at most 8 KB of code (about a hundred tasks),
 * pass buffers on only to the graph that runs next, and compile a kernel again in every graph.
 */
final class VmPlan implements TornadoPlan {
    /** Numbers that no execution plan of the same JVM's task graphs has: those count from 1. */
    private static final AtomicLong NEXT = new AtomicLong(1L << 32);

    private final long id = NEXT.getAndIncrement();
    private final TornadoXPUDevice device;
    private final Set<VmMemory> memories = new HashSet<>();
    private int compiled;

    VmPlan(TornadoXPUDevice device) {
        this.device = device;
        device.ensureLoaded(id);
    }

    static String describe(TornadoXPUDevice device) {
        return device.getPhysicalDevice().getDeviceName().strip() + " (" + device.getPlatformName() + ")";
    }

    @Override
    public String description() {
        return "TornadoVM, " + device.getTornadoVMBackend() + ", " + describe(device);
    }

    @Override
    public Memory allocate(Object array) {
        try {
            VmMemory memory = new VmMemory(device, id, array, memories);
            memories.add(memory);
            return memory;
        } catch (TornadoOutOfMemoryException | TornadoMemoryException e) {
            throw new DeviceException(
                    "TornadoVM has no room for " + array.getClass().getComponentType() + "["
                            + Array.getLength(array)
                            + "]: use a smaller batch, or raise its limit, 1 GB unless -Dtornado.device.memory=4GB or"
                            + " the like is added to the arguments of java",
                    e);
        }
    }

    @Override
    public Task compile(Method method, Object... arguments) {
        device.enableThreadSharing();
        return VmTask.compile(device, id, "kernel" + compiled++, method, arguments);
    }

    @Override
    public Event record() {
        return VmEvent.after(device, id);
    }

    @Override
    public void finish() {
        device.sync(id);
    }

    @Override
    public void close() {
        device.sync(id);
        List.copyOf(memories).forEach(VmMemory::free);
        device.getDeviceContext().reset(id);
    }
}
