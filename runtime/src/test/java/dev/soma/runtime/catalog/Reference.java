package dev.soma.runtime.catalog;

import java.util.Map;

/** What an operation must give, from its equations, in double precision. */
@FunctionalInterface
interface Reference {

    /**
     * The expected results.
     *
     * @param inputs arrays and settings
     * @param actual what the device gave: a reference of neurons takes the reset from the device's own spikes, so that a
     *     spike at the threshold's rounding does not hide what follows
     */
    Map<String, Expected> results(Inputs inputs, Map<String, HostArray> actual);
}
