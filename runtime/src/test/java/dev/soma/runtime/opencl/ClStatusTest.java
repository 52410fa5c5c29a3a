package dev.soma.runtime.opencl;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.soma.runtime.DeviceException;
import dev.soma.runtime.driver.DeviceMemoryException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClStatusTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-2    | CL_DEVICE_NOT_AVAILABLE          | open it again",
                "-3    | CL_COMPILER_NOT_AVAILABLE        | install",
                "-4    | CL_MEM_OBJECT_ALLOCATION_FAILURE | smaller batch",
                "-5    | CL_OUT_OF_RESOURCES              | jvm",
                "-6    | CL_OUT_OF_HOST_MEMORY            | smaller batch",
                "-36   | CL_INVALID_COMMAND_QUEUE         | lost",
                "-54   | CL_INVALID_WORK_GROUP_SIZE       | smaller",
                "-61   | CL_INVALID_BUFFER_SIZE           | smaller batch",
                "-1001 | CL_PLATFORM_NOT_FOUND_KHR        | pocl-opencl-icd"
            })
    void namesTheCallTheStatusAndTheCure(int status, String symbol, String cure) {
        DeviceException e = assertThrows(DeviceException.class, () -> ClStatus.check("clCall", status));
        String message = String.valueOf(e.getMessage());
        assertTrue(message.startsWith("clCall failed with " + symbol + " (" + status + "): "), message);
        assertTrue(message.contains(cure), message);
    }

    @ParameterizedTest
    @ValueSource(ints = {-4, -5, -6, -61})
    void exhaustedMemoryIsToldApart(int status) {
        DeviceMemoryException e = assertInstanceOf(DeviceMemoryException.class, ClStatus.failure("clCall", status));
        assertEquals(status, assertInstanceOf(OpenClMemoryException.class, e).status());
    }

    @Test
    void otherStatusesAreNamedToo() {
        OpenClException e = assertThrows(OpenClException.class, () -> ClStatus.check("clCall", -30));
        assertEquals("clCall failed with CL_INVALID_VALUE (-30)", e.getMessage());
        assertEquals(-30, e.status());
        assertEquals("an unknown status (-9999)", ClStatus.name(-9999));
        assertDoesNotThrow(() -> ClStatus.check("clCall", ClStatus.SUCCESS));
    }

    @Test
    void everyStatusHasItsOwnName() {
        Set<String> names = new HashSet<>();
        for (int status = 0; status >= -68; status--) {
            boolean known = status >= -19 || status <= -30;
            assertEquals(known, ClStatus.name(status).startsWith("CL_"), "status " + status);
            assertTrue(names.add(ClStatus.name(status)), ClStatus.name(status));
        }
    }
}
