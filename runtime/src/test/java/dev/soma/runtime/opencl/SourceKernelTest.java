package dev.soma.runtime.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.DataType;
import dev.soma.runtime.DeviceException;
import dev.soma.runtime.DeviceSettings;
import dev.soma.runtime.Devices;
import dev.soma.runtime.Grid;
import dev.soma.runtime.driver.DiskCache;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Kernels that are written in OpenCL C. */
@RequiresOpenCl
class SourceKernelTest {
    private static final String SCALE =
            TestKernels.sources(TestKernels.SCALE, Map.of()).text();

    @Test
    void itsArgumentsAreThoseSetLast() {
        try (OpenClDevice device = open();
                Buffer x = device.allocate(1f, 2f, 3f);
                Buffer y = device.allocate(DataType.FLOAT, 3);
                Buffer z = device.allocate(DataType.FLOAT, 3);
                SourceKernel scale = device.compile("scale", SCALE, 4)) {
            scale.set(3, 2f, x, y);
            scale.launch(Grid.flat(3));
            scale.set(1, 3f);
            scale.set(3, z);
            scale.launch(Grid.flat(3));
            assertArrayEquals(new float[] {2f, 4f, 6f}, y.toFloats());
            assertArrayEquals(new float[] {3f, 6f, 9f}, z.toFloats());
        }
    }

    @Test
    void whatIsNoArgumentIsNamed() {
        try (OpenClDevice device = open();
                Buffer ofAnother = Devices.open("jvm").allocate(1f);
                SourceKernel scale = device.compile("scale", SCALE, 4)) {
            IllegalArgumentException text = assertThrows(IllegalArgumentException.class, () -> scale.set(3, "2"));
            assertEquals("argument 1 is 2, expected an int, a float or a buffer", text.getMessage());
            IllegalArgumentException buffer =
                    assertThrows(IllegalArgumentException.class, () -> scale.set(2, ofAnother));
            assertTrue(String.valueOf(buffer.getMessage()).startsWith("argument 2 is "), buffer.getMessage());
        }
    }

    @Test
    void anotherFunctionAndAWrongTextAreErrors() {
        try (OpenClDevice device = open()) {
            DeviceException missing = assertThrows(DeviceException.class, () -> device.compile("other", SCALE, 4));
            assertTrue(String.valueOf(missing.getMessage()).contains("CL_INVALID_KERNEL_NAME"), missing.getMessage());
            DeviceException wrong = assertThrows(
                    DeviceException.class, () -> device.compile("wrong", "__kernel void wrong() { noSuchName; }", 0));
            assertTrue(String.valueOf(wrong.getMessage()).contains("noSuchName"), wrong.getMessage());
        }
    }

    private static OpenClDevice open() {
        return OpenClDevice.open(DeviceSettings.DEFAULT, TestKernels::sources, new DiskCache(null));
    }
}
