package dev.soma.runtime.tornado;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.soma.runtime.DeviceException;
import dev.soma.runtime.Devices;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said where TornadoVM is missing, in part or in whole. */
class TornadoDeviceProviderTest {

    @Test
    void saysWhatIsMissingAndWhatToDo() {
        assertSaid("TornadoVM was not found: install", TornadoDeviceProvider.obstacle(null, false, false, false));
        assertSaid("Soma was built without TornadoVM", TornadoDeviceProvider.obstacle("/sdk", false, false, false));
        assertSaid("add @/sdk/tornado-argfile", TornadoDeviceProvider.obstacle("/sdk", false, true, true));
        assertSaid("Soma was built without TornadoVM", TornadoDeviceProvider.obstacle(null, true, true, false));
        assertSaid("add -Dtornado.recover.bailout=False", TornadoDeviceProvider.obstacle("/sdk", true, false, true));
        assertEquals(Optional.empty(), TornadoDeviceProvider.obstacle("/sdk", true, true, true));
    }

    @Test
    void isListedAndFailsByNameWithItsReason() {
        TornadoDeviceProvider provider = new TornadoDeviceProvider();
        assertTrue(Devices.list().stream().anyMatch(listed -> listed.name().equals(provider.name())));
        Optional<String> obstacle = provider.obstacle();
        assumeTrue(obstacle.isPresent(), "TornadoVM is here");
        DeviceException e = assertThrows(DeviceException.class, () -> Devices.open("tornado"));
        assertEquals("the device tornado cannot be used: " + obstacle.get(), e.getMessage());
    }

    private static void assertSaid(String part, Optional<String> obstacle) {
        String said = Objects.requireNonNull(obstacle.orElse(null));
        assertTrue(said.contains(part), said);
    }
}
