package dev.soma.runtime;

/**
 * How to open a device.
 *
 * @param threads CPU threads to use, at least 1, or 0 for all processors; devices that are no CPU ignore it
 * @param select which of several: an index or a part of the platform's or device's name; {@code scalar} for plain Java on
 *     {@code vector}; empty for the first,
 *     or the first GPU where there are processors too
 */
public record DeviceSettings(int threads, String select) {
    /** All processors, the first device. */
    public static final DeviceSettings DEFAULT = new DeviceSettings(0, "");

    /** Checks the number of threads. */
    public DeviceSettings {
        if (threads < 0) {
            throw new IllegalArgumentException("threads is " + threads + ", expected 0 (all processors) or more");
        }
    }

    /** The same with another number of threads. */
    public DeviceSettings withThreads(int newThreads) {
        return new DeviceSettings(newThreads, select);
    }

    /** The same with another selection. */
    public DeviceSettings withSelect(String newSelect) {
        return new DeviceSettings(threads, newSelect);
    }

    /** The number of threads meant: {@code threads}, or the number of processors. */
    public int threadsOrAll() {
        return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    }
}
