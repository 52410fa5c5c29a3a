package dev.soma.runtime.opencl;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether tests run on OpenCL. */
public final class OpenClTests {
    private static final Logger LOG = LoggerFactory.getLogger(OpenClTests.class);
    private static final String REQUIRE = "SOMA_REQUIRE_OPENCL";
    private static final AtomicBoolean SAID = new AtomicBoolean();

    private OpenClTests() {}

    /** Why tests on OpenCL are skipped, also logged; empty if they run. */
    public static Optional<String> reasonToSkip() {
        if (required()) {
            return Optional.empty();
        }
        Optional<String> obstacle = new OpenClDeviceProvider().obstacle();
        if (obstacle.isPresent() && !SAID.getAndSet(true)) {
            LOG.warn("tests on OpenCL are skipped: {}", obstacle.get());
        }
        return obstacle;
    }

    /** Whether OpenCL must be here: the environment variable or system property SOMA_REQUIRE_OPENCL, or CI=true. */
    public static boolean required() {
        return System.getProperty(REQUIRE) != null
                || System.getenv(REQUIRE) != null
                || "true".equals(System.getenv("CI"));
    }
}
