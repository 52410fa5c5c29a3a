package dev.soma.layers;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Two branches and their sum on a device. */
final class LiveResidual extends LiveLayer {
    private final Construction construction;
    private final Signal input;
    private final LiveLayer main;
    private final @Nullable LiveLayer shortcut;

    LiveResidual(Construction construction, Signal input, LiveLayer main, @Nullable LiveLayer shortcut) {
        this.construction = construction;
        this.input = input;
        this.main = main;
        this.shortcut = shortcut;
    }

    LiveLayer main() {
        return main;
    }

    @Nullable
    LiveLayer shortcut() {
        return shortcut;
    }

    @Override
    public Signal output() {
        return main.output();
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        Tensor y = main.forward(x, pass);
        Tensor other = shortcut == null ? asFloats(x) : shortcut.forward(x, pass);
        Tensor sum = y.isExclusive() ? y.retain() : construction.tensor(y.signal(), y.batch());
        construction.ops().array().add(y.buffer(), other.buffer(), sum.buffer());
        y.release();
        other.release();
        return sum;
    }

    @Override
    public @Nullable Tensor backward(Tensor gradY, boolean needsGradX) {
        Tensor fromMain = main.backward(gradY.retain(), needsGradX);
        Tensor fromShortcut = shortcut == null ? gradY : shortcut.backward(gradY, needsGradX);
        if (!needsGradX || fromMain == null || fromShortcut == null) {
            release(fromMain);
            release(fromShortcut);
            return null;
        }
        Tensor sum =
                fromMain.isExclusive() ? fromMain.retain() : construction.tensor(fromMain.signal(), fromMain.batch());
        construction.ops().array().add(fromMain.buffer(), fromShortcut.buffer(), sum.buffer());
        fromMain.release();
        fromShortcut.release();
        return sum;
    }

    @Override
    public List<Parameter> parameters() {
        return branches().flatMap(branch -> branch.parameters().stream()).toList();
    }

    @Override
    public List<NamedBuffer> statistics() {
        return branches().flatMap(branch -> branch.statistics().stream()).toList();
    }

    @Override
    public void close() {
        branches().forEach(LiveLayer::close);
    }

    private Stream<LiveLayer> branches() {
        return shortcut == null ? Stream.of(main) : Stream.of(main, shortcut);
    }

    private Tensor asFloats(Tensor x) {
        if (!input.spikes()) {
            return x.retain();
        }
        Tensor floats = construction.tensor(input.asFloats(), x.batch());
        int rows = input.steps() * x.batch() * input.pixels();
        construction.ops().spikes().unpack(rows, input.channels(), x.buffer(), floats.buffer());
        return floats;
    }

    private static void release(@Nullable Tensor tensor) {
        if (tensor != null) {
            tensor.release();
        }
    }
}
