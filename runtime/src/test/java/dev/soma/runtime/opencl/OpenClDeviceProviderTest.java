package dev.soma.runtime.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.soma.runtime.Device;
import dev.soma.runtime.DeviceProvider;
import dev.soma.runtime.Devices;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What the provider says, on this machine and, in processes of their own, on poorer ones. */
class OpenClDeviceProviderTest {

    @Test
    void isListed() {
        assertTrue(Devices.list().stream().map(DeviceProvider::name).toList().contains("opencl"));
    }

    @Test
    @RequiresOpenCl
    void opensTheDevice() {
        try (Device device = Devices.open("opencl")) {
            assertEquals("opencl", device.name());
            assertTrue(device.description().contains("driver "), device.description());
            device.finish();
        }
    }

    @Test
    @RequiresOpenCl
    void theFirstOfSeveralHasTheIndexZero() {
        List<String> choices = new OpenClDeviceProvider().choices();
        try (Device device = Devices.open("opencl:0")) {
            assertEquals(choices.getFirst(), device.description());
        }
    }

    @Test
    void withoutTheLoaderItSaysWhatToInstall() {
        List<String> lines =
                ChildProcess.run(Map.of(), List.of("-D" + ClLibrary.PROPERTY + "=libnothing.so"), ProviderReport.class);
        assertEquals(
                "the OpenCL loader was not found (libnothing.so): install the driver of the GPU's maker, or for the"
                        + " processor PoCL (apt-get install ocl-icd-libopencl1 pocl-opencl-icd)",
                lines.get(0));
        assertEquals("rank 60", lines.get(1));
        assertEquals("choices 0", lines.get(2));
        assertEquals("DeviceException: " + lines.get(0), lines.get(3));
    }

    @Test
    @RequiresOpenCl
    @EnabledOnOs(OS.LINUX)
    void withoutADriverItSaysWhatToInstall() {
        List<String> lines =
                ChildProcess.run(Map.of("OCL_ICD_VENDORS", "/nonexistent"), List.of(), ProviderReport.class);
        assertTrue(lines.get(0).startsWith("OpenCL finds no device on this machine: install"), lines.get(0));
        assertEquals("rank 60", lines.get(1));
        assertEquals("choices 0", lines.get(2));
        assertEquals("DeviceException: " + lines.get(0), lines.get(3));
    }

    @Test
    @RequiresOpenCl
    void theJvmStillSeesDivisionsByZero() {
        assertEquals(
                List.of("caught " + DivisionAfterOpenCl.DIVISIONS + " of " + DivisionAfterOpenCl.DIVISIONS),
                ChildProcess.run(Map.of(), List.of(), DivisionAfterOpenCl.class));
    }
}
