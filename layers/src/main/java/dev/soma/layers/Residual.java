package dev.soma.layers;

import org.jspecify.annotations.Nullable;

/**
 * The sum of two branches, floats: {@code y = main(x) + shortcut(x)}.
 *
 * @param main the branch with the convolutions
 * @param shortcut the other, or null for the input itself
 */
public record Residual(Layer main, @Nullable Layer shortcut) implements Layer {

    @Override
    public LiveLayer build(Construction construction, Signal input) {
        LiveLayer liveMain = main.build(construction.inner("main"), input);
        LiveLayer liveShortcut = shortcut == null ? null : shortcut.build(construction.inner("shortcut"), input);
        Signal other = liveShortcut == null ? input.asFloats() : liveShortcut.output();
        if (!liveMain.output().equals(other)) {
            throw construction.error("the main branch gives " + liveMain.output() + ", the shortcut " + other
                    + "; both must be the same floats");
        }
        return new LiveResidual(construction, input, liveMain, liveShortcut);
    }
}
