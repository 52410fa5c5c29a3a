package dev.soma.kernels.neuron;

/** What a spike does to the potential, and to its gradient. A reset is a number: the sum of the constants that apply. */
public final class Resets {
    /** A spike subtracts vTh; without this it sets the potential to 0. */
    public static final int SOFT = 1;

    /** The backward ignores that the reset depends on the spike. */
    static final int DETACHED = 2;

    private Resets() {}

    /** {@code v}, the potential after firing. A hard reset gives 0 even after infinity. */
    public static float after(int reset, float vTh, float h, boolean fired) {
        float fallen = (reset & SOFT) != 0 ? h - vTh : 0f;
        return fired ? fallen : h;
    }

    /** {@code ds}, from the gradient {@code g} of the spike and the gradient {@code u} of the potential after firing. */
    static float spikeGradient(int reset, float vTh, float g, float u, float h) {
        float fall = (reset & SOFT) != 0 ? vTh : h;
        return (reset & DETACHED) != 0 ? g : Math.fma(-u, fall, g);
    }

    /** The part of {@code dh} that comes straight through the reset. */
    static float potentialGradient(int reset, float u, boolean fired) {
        return fired && (reset & SOFT) == 0 ? 0f : u;
    }
}
