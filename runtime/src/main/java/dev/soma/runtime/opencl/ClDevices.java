package dev.soma.runtime.opencl;

import static dev.soma.runtime.opencl.ClLibrary.INT;
import static dev.soma.runtime.opencl.ClLibrary.LONG;
import static dev.soma.runtime.opencl.ClLibrary.POINTER;

import dev.soma.runtime.DeviceException;
import dev.soma.runtime.driver.JvmSignals;
import dev.soma.runtime.driver.NativeLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All devices of all platforms, looked up once in the life of the process, as the loader does itself.
 *
 * @param devices in the loader's order
 * @param obstacle why there are none, and what to do about it
 */
record ClDevices(List<ClDevice> devices, Optional<String> obstacle) {
    private static final MethodHandle GET_PLATFORMS = ClLibrary.status("clGetPlatformIDs", INT, POINTER, POINTER);
    private static final MethodHandle GET_DEVICES =
            ClLibrary.status("clGetDeviceIDs", LONG, LONG, INT, POINTER, POINTER);

    /** More platforms or devices than any machine has. */
    private static final int MOST = 64;

    private static final long ALL_TYPES = 0xFFFFFFFFL;

    private static final class Lookup {
        static final ClDevices RESULT = look();
    }

    /** What this machine has. Never fails. */
    static ClDevices find() {
        return Lookup.RESULT;
    }

    /**
     * The device meant.
     *
     * @param select an index, a part of a name, or empty for the first GPU, or the first device where there is no GPU
     * @throws DeviceException if there is no device at all
     * @throws IllegalArgumentException if none is meant; the message lists what there is
     */
    ClDevice select(String select) {
        if (devices.isEmpty()) {
            throw new DeviceException(obstacle.orElseThrow());
        }
        if (select.isEmpty()) {
            return devices.stream().filter(ClDevice::isGpu).findFirst().orElse(devices.getFirst());
        }
        return devices.stream()
                .filter(device -> select.equals(Integer.toString(device.index())))
                .findFirst()
                .or(() -> devices.stream()
                        .filter(device -> device.matches(select))
                        .findFirst())
                .orElseThrow(() -> new IllegalArgumentException(
                        "no OpenCL device is '" + select + "'; expected an index or a part of a name of: " + list()));
    }

    private String list() {
        return devices.stream()
                .map(device -> device.index() + ": " + device.description())
                .collect(Collectors.joining("; "));
    }

    private static ClDevices look() {
        Optional<String> noLibrary = ClLibrary.obstacle();
        if (noLibrary.isPresent()) {
            return new ClDevices(List.of(), noLibrary);
        }
        try (JvmSignals _ = JvmSignals.keep();
                Arena arena = Arena.ofConfined()) {
            List<ClDevice> devices = new ArrayList<>();
            for (long platform : platforms(arena)) {
                for (long device : devices(arena, platform)) {
                    devices.add(ClDevice.of(devices.size(), platform, device));
                }
            }
            return new ClDevices(
                    List.copyOf(devices),
                    devices.isEmpty()
                            ? Optional.of("OpenCL finds no device on this machine: " + ClLibrary.CURE)
                            : Optional.empty());
        } catch (DeviceException e) {
            return new ClDevices(List.of(), Optional.of(String.valueOf(e.getMessage())));
        }
    }

    private static long[] platforms(Arena arena) {
        MemorySegment ids = arena.allocate(LONG, MOST);
        MemorySegment count = arena.allocate(INT);
        try {
            int status = (int) GET_PLATFORMS.invokeExact(MOST, ids, count);
            if (status == ClStatus.PLATFORM_NOT_FOUND) {
                return new long[0];
            }
            ClStatus.check("clGetPlatformIDs", status);
        } catch (Throwable e) {
            throw NativeLibrary.rethrow(e);
        }
        return first(ids, count);
    }

    private static long[] devices(Arena arena, long platform) {
        MemorySegment ids = arena.allocate(LONG, MOST);
        MemorySegment count = arena.allocate(INT);
        try {
            int status = (int) GET_DEVICES.invokeExact(platform, ALL_TYPES, MOST, ids, count);
            if (status == ClStatus.DEVICE_NOT_FOUND) {
                return new long[0];
            }
            ClStatus.check("clGetDeviceIDs", status);
        } catch (Throwable e) {
            throw NativeLibrary.rethrow(e);
        }
        return first(ids, count);
    }

    private static long[] first(MemorySegment ids, MemorySegment count) {
        return ids.asSlice(0, Math.min(count.get(INT, 0), MOST) * LONG.byteSize())
                .toArray(LONG);
    }
}
