package dev.soma.runtime.opencl;

import dev.soma.runtime.DeviceException;
import dev.soma.runtime.Devices;

/** A main class that prints what the provider says of a machine without OpenCL. */
final class ProviderReport {
    private ProviderReport() {}

    public static void main(String[] unused) {
        OpenClDeviceProvider provider = new OpenClDeviceProvider();
        System.out.println(provider.obstacle().orElse("usable"));
        System.out.println("rank " + provider.rank());
        System.out.println("choices " + provider.choices().size());
        try {
            Devices.open("opencl").close();
        } catch (DeviceException e) {
            System.out.println("DeviceException: " + e.getMessage());
        }
    }
}
