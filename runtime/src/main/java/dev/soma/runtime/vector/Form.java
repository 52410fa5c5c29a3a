package dev.soma.runtime.vector;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the inner loops are written. */
enum Form {
    /** With the Vector API. */
    VECTOR,
    /** In plain Java, where the Vector API's module is absent. */
    SCALAR;

    private static final Logger LOG = LoggerFactory.getLogger(Form.class);
    private static final String MODULE = "jdk.incubator.vector";
    private static final AtomicBoolean WARNED = new AtomicBoolean();

    /** The vector form if the JVM was started with its module, else the scalar one, said once. */
    static Form best() {
        if (ModuleLayer.boot().findModule(MODULE).isPresent()) {
            return VECTOR;
        }
        if (!WARNED.getAndSet(true)) {
            LOG.warn(
                    "the module {} is absent, so the slower scalar form runs; start java with --add-modules {}",
                    MODULE,
                    MODULE);
        }
        return SCALAR;
    }
}
