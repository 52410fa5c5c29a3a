package dev.soma.runtime.tornado.vm;

import dev.soma.runtime.tornado.TornadoPlan;
import uk.ac.manchester.tornado.api.common.Access;
import uk.ac.manchester.tornado.runtime.common.TornadoXPUDevice;
import uk.ac.manchester.tornado.runtime.common.XPUDeviceBufferState;

/** An array in the memory of TornadoVM's device, with the header of a Java array in front. */
final class VmMemory implements TornadoPlan.Memory {
    private final TornadoXPUDevice device;
    private final long plan;
    private final XPUDeviceBufferState state = new XPUDeviceBufferState();

    VmMemory(TornadoXPUDevice device, long plan, Object array) {
        this.device = device;
        this.plan = plan;
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
        state.setLockBuffer(false);
        device.deallocate(state);
    }
}
