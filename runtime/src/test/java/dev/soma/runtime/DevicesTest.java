package dev.soma.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How devices are found. */
class DevicesTest {

    @Test
    void aNameMaySayWhichOfSeveral() {
        try (Device device = Devices.open("vector:scalar")) {
            assertTrue(device.description().contains("scalar"), device::description);
        }
    }

    @Test
    void theSelectionIsNamedOnce() {
        assertRefused(
                "name is 'vector:scalar' and select is 'scalar', expected the selection in one of them",
                () -> Devices.open("vector:scalar", DeviceSettings.DEFAULT.withSelect("scalar")));
    }

    @Test
    void theBestDeviceTakesNoSelection() {
        assertRefused(
                "select is 'scalar', but the best device takes no selection: name the device, as in vector:scalar or"
                        + " opencl:0",
                () -> Devices.best(DeviceSettings.DEFAULT.withSelect("scalar")));
    }

    @Test
    void anUnknownNameIsAnsweredWithTheKnownOnes() {
        String names =
                Devices.list().stream().map(DeviceProvider::name).sorted().collect(Collectors.joining(", "));
        assertRefused("there is no device 'abacus'; expected one of " + names, () -> Devices.open("abacus:0"));
    }

    private static void assertRefused(String message, Runnable call) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }
}
