package dev.soma.runtime.roofline;

import dev.soma.runtime.cuda.MachineLaunch;
import java.util.function.ToLongFunction;

/**
 * The least that a launch can cost: every element of an input that it needs is read once, every element of an output written
 * once, spikes as bits; and the additions and multiplications (a fused multiply-add is two) that the kernel's documentation
 * names under Cost.
 *
 * @param readBytes bytes of the inputs
 * @param writtenBytes bytes of the outputs
 * @param flops floating-point operations
 */
record Cost(long readBytes, long writtenBytes, long flops) {
    /** Nothing. */
    static final Cost NONE = new Cost(0, 0, 0);

    private static final long WORD = Integer.BYTES;

    /** Of so many floats or ints. */
    static Cost words(long read, long written, long flops) {
        return new Cost(read * WORD, written * WORD, flops);
    }

    /** The least cost of one of Soma's kernels, from its arguments; {@code spikePairs} is asked where it follows from the spikes. */
    static Cost of(MachineLaunch launch, ToLongFunction<MachineLaunch> spikePairs) {
        String kernel = launch.kernel().name();
        if (kernel.startsWith("norm")) {
            return NormalizationCosts.of(kernel, launch);
        }
        if (kernel.startsWith("conv2d")) {
            return ConvolutionCosts.of(kernel, launch, spikePairs);
        }
        return kernel.startsWith("lif") ? NeuronCosts.of(kernel, launch) : ArrayCosts.of(kernel, launch);
    }

    /** Words of a row of spikes. */
    static long spikeWords(int channels) {
        return Math.ceilDiv(channels, Integer.SIZE);
    }

    long bytes() {
        return readBytes + writtenBytes;
    }

    Cost plus(Cost other) {
        return new Cost(readBytes + other.readBytes, writtenBytes + other.writtenBytes, flops + other.flops);
    }
}
