package dev.soma.layers;

import dev.soma.runtime.Pool2dShape;
import dev.soma.runtime.PoolingOps;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Average or maximum pooling on a device. */
final class LivePooling extends LiveLayer {
    private final Construction construction;
    private final PoolingOps ops;
    private final Signal input;
    private final Signal output;
    private final IntFunction<Pool2dShape> shape;
    private final boolean average;
    private @Nullable Tensor keptX;
    private int keptBatch;

    LivePooling(Construction construction, Signal input, IntFunction<Pool2dShape> shape, boolean average) {
        this.construction = construction;
        this.ops = construction.ops().pooling();
        this.input = input;
        this.shape = shape;
        this.average = average;
        Pool2dShape one;
        try {
            one = shape.apply(1);
        } catch (IllegalArgumentException e) {
            throw construction.error(String.valueOf(e.getMessage()));
        }
        Signal pooled = input.withImage(one.outHeight(), one.outWidth(), one.channels());
        this.output = average ? pooled.asFloats() : pooled;
    }

    static Pool2dShape window(int images, Signal input, int kernel, int stride, int padding) {
        return new Pool2dShape(
                images, input.height(), input.width(), input.channels(), kernel, kernel, stride, padding);
    }

    @Override
    public Signal output() {
        return output;
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        Pool2dShape sizes = sizes(x.batch());
        Tensor y = construction.tensor(output, x.batch());
        if (average && input.spikes()) {
            ops.averageForwardSpikes(sizes, x.buffer(), y.buffer());
        } else if (average) {
            ops.averageForward(sizes, x.buffer(), y.buffer());
        } else if (input.spikes()) {
            ops.maxForwardSpikes(sizes, x.buffer(), y.buffer());
        } else {
            ops.maxForward(sizes, x.buffer(), y.buffer());
        }
        if (pass.training()) {
            keptBatch = x.batch();
            keptX = average ? null : Kept.replace(keptX, x.retain());
        }
        return y;
    }

    @Override
    public @Nullable Tensor backward(Tensor gradY, boolean needsGradX) {
        Tensor x = keptX;
        keptX = null;
        Tensor gradX = null;
        if (needsGradX) {
            Pool2dShape sizes = sizes(keptBatch);
            gradX = construction.tensor(input.asFloats(), keptBatch);
            if (average) {
                ops.averageBackward(sizes, gradY.buffer(), gradX.buffer());
            } else if (input.spikes()) {
                ops.maxBackwardSpikes(sizes, Kept.take(x).buffer(), gradY.buffer(), gradX.buffer());
            } else {
                ops.maxBackward(sizes, Kept.take(x).buffer(), gradY.buffer(), gradX.buffer());
            }
        }
        if (x != null) {
            x.release();
        }
        gradY.release();
        return gradX;
    }

    private Pool2dShape sizes(int batch) {
        return shape.apply(input.steps() * batch);
    }
}
