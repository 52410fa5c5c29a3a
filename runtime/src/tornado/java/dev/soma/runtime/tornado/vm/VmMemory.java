package dev.soma.runtime.tornado.vm;

import dev.soma.runtime.tornado.TornadoPlan;
import java.util.Set;
import uk.ac.manchester.tornado.api.common.Access;
import uk.ac.manchester.tornado.runtime.common.TornadoXPUDevice;
import uk.ac.manchester.tornado.runtime.common.XPUDeviceBufferState;

/** An array in the memory of TornadoVM's device, with the header of a Java array in front. */
final class VmMemory implements TornadoPlan.Memory {
    private final TornadoXPUDevice device;
    private final long plan;
    private final Set<VmMemory> inUse;
    private final XPUDeviceBufferState state = new XPUDeviceBufferState();

    /**
     * Memory with a copy of an array.
     *
     * @param inUse of which {@link #free} takes this
     */
    VmMemory(TornadoXPUDevice device, long plan, Object array, Set<VmMemory> inUse) {
        this.device = device;
        this.plan = plan;
        this.inUse = inUse;
        device.allocate(array, 0, state, Access.READ_WRITE);
        state.setLockBuffer(true);
        write(array);
    }

    /** What a kernel is given. */
    long pointer() {
        return state.getXPUBuffer().toBuffer();
    }

    @Override
    public void write(Object array) {
        state.getXPUBuffer().write(plan, array);
        state.setContents(true);
    }

    @Override
    public void read(Object array) {
        device.streamOutBlocking(plan, array, 0, state, null);
    }

    @Override
    public void free() {
        inUse.remove(this);
        state.setLockBuffer(false);
        device.deallocate(state);
    }
}
