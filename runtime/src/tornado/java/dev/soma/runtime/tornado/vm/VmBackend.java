package dev.soma.runtime.tornado.vm;

import dev.soma.runtime.DeviceException;
import dev.soma.runtime.tornado.TornadoBackend;
import dev.soma.runtime.tornado.TornadoPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TornadoRuntime;
import uk.ac.manchester.tornado.api.runtime.TornadoRuntimeProvider;
import uk.ac.manchester.tornado.runtime.common.TornadoXPUDevice;

/** The TornadoVM that java was started with. */
public final class VmBackend implements TornadoBackend {

    /** For the provider of the device. */
    public VmBackend() {}

    @Override
    public Class<?> contextClass() {
        return KernelContext.class;
    }

    @Override
    public TornadoPlan open(String select) {
        List<TornadoXPUDevice> devices = devices();
        if (devices.isEmpty()) {
            throw new DeviceException("TornadoVM found no device: install an OpenCL driver, or the driver of the GPU;"
                    + " tornado --devices shows what TornadoVM sees");
        }
        return new VmPlan(select.isEmpty() ? devices.getFirst() : chosen(devices, select));
    }

    private static List<TornadoXPUDevice> devices() {
        TornadoRuntime runtime = TornadoRuntimeProvider.getTornadoRuntime();
        List<TornadoXPUDevice> devices = new ArrayList<>();
        for (int backend = 0; backend < runtime.getNumBackends(); backend++) {
            for (int device = 0; device < runtime.getBackend(backend).getNumDevices(); device++) {
                if (runtime.getBackend(backend).getDevice(device) instanceof TornadoXPUDevice usable) {
                    devices.add(usable);
                }
            }
        }
        return devices;
    }

    private static TornadoXPUDevice chosen(List<TornadoXPUDevice> devices, String select) {
        for (int i = 0; i < devices.size(); i++) {
            if (select.equals(Integer.toString(i))
                    || VmPlan.describe(devices.get(i))
                            .toLowerCase(Locale.ROOT)
                            .contains(select.toLowerCase(Locale.ROOT))) {
                return devices.get(i);
            }
        }
        throw new DeviceException("TornadoVM has no device '" + select + "'; expected an index or a part of one of "
                + devices.stream().map(VmPlan::describe).toList());
    }
}
