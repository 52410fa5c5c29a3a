package dev.soma.runtime.opencl;

import dev.soma.runtime.DeviceException;
import dev.soma.runtime.driver.DiskCache;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds programs for one device, or takes them from the disk, where they are kept for the next run. */
final class ProgramBuilder {
    private static final Logger LOG = LoggerFactory.getLogger(ProgramBuilder.class);

    private final ClQueue queue;
    private final ClDevice device;
    private final DiskCache cache;
    private final String options;

    ProgramBuilder(ClQueue queue, ClDevice device, DiskCache cache) {
        this(queue, device, cache, true);
    }

    /** {@code optimised}: whether the driver is to make fast code, which takes it longer. */
    ProgramBuilder(ClQueue queue, ClDevice device, DiskCache cache, boolean optimised) {
        this.queue = queue;
        this.device = device;
        this.cache = cache;
        this.options = "-cl-std=CL1.2"
                + (device.roundsDivisionCorrectly() ? " -cl-fp32-correctly-rounded-divide-sqrt" : "")
                + (optimised ? "" : " -cl-opt-disable");
    }

    /**
     * A built program.
     *
     * @param what the kernel, for people
     * @throws DeviceException if it does not build, with the compiler's log
     */
    ClProgram build(String what, String source) {
        DiskCache.Key key = key(what, source);
        Optional<ClProgram> kept = cache.read(key).flatMap(binary -> load(what, binary));
        if (kept.isPresent()) {
            return kept.get();
        }
        ClProgram program = ClProgram.ofSource(queue, device, source);
        int status = program.build(options);
        if (status != ClStatus.SUCCESS) {
            DeviceException failure = failure(what, status, program.log());
            program.close();
            throw failure;
        }
        keep(key, program);
        return program;
    }

    /** Everything that the compiled form depends on. */
    DiskCache.Key key(String what, String source) {
        return DiskCache.Key.of(
                "opencl",
                what,
                source,
                options,
                device.platformName(),
                device.name(),
                device.version(),
                device.driver());
    }

    private Optional<ClProgram> load(String what, byte[] binary) {
        try {
            ClProgram program = ClProgram.ofBinary(queue, device, binary);
            if (program.build(options) == ClStatus.SUCCESS) {
                return Optional.of(program);
            }
            program.close();
        } catch (DeviceException e) {
            LOG.debug("the cached program of {} was refused", what, e);
        }
        LOG.info("the cached program of {} does not load and will be built again", what);
        return Optional.empty();
    }

    private void keep(DiskCache.Key key, ClProgram program) {
        if (!cache.enabled()) {
            return;
        }
        try {
            byte[] binary = program.binary();
            if (binary.length > 0) {
                cache.write(key, binary);
            }
        } catch (OpenClException | OpenClMemoryException e) {
            LOG.debug("the driver gives out no binary", e);
        }
    }

    private DeviceException failure(String what, int status, String log) {
        return new OpenClException(
                "the OpenCL program of the kernel " + what + " does not build on " + device.description() + ", "
                        + ClStatus.name(status) + ": " + (log.isEmpty() ? "the compiler gave no reason" : log),
                status);
    }
}
