package dev.soma.bench;

import dev.soma.runtime.Device;
import java.util.function.Function;

/**
 * A piece of work that both sides do on the same arrays.
 *
 * @param name what is computed, in few words
 * @param flops floating-point operations of the work, or 0 where their number says little
 * @param tolerance how far the results may be apart
 * @param soma makes Soma's side
 * @param pyTorch makes PyTorch's side
 */
record Work(
        String name,
        double flops,
        Agreement.Tolerance tolerance,
        Function<Device, Side> soma,
        Function<PyTorch, Side> pyTorch) {}
