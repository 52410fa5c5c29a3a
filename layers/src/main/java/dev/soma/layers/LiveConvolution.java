package dev.soma.layers;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.ConvolutionOps;
import dev.soma.runtime.FiringRule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A convolution, or a linear map as one of one pixel. */
final class LiveConvolution extends LiveLayer {
    private final Construction construction;
    private final ConvolutionOps ops;
    private final Conv2d settings;
    private final Signal input;
    private final Signal output;
    private final Parameter weight;
    private final @Nullable Parameter bias;
    private @Nullable Tensor keptX;

    LiveConvolution(Construction construction, Signal input, Conv2d settings, NamedBuffer weight) {
        this.construction = construction;
        this.ops = construction.ops().convolution();
        this.settings = settings;
        this.input = input;
        Conv2dShape shape = settings.shape(1, input);
        this.output = input.asFloats().withImage(shape.outHeight(), shape.outWidth(), shape.outChannels());
        this.weight = construction.parameter(weight, true);
        this.bias = settings.bias()
                ? construction.parameter(construction.filled("bias", 0, settings.channels()), false)
                : null;
    }

    Parameter weight() {
        return weight;
    }

    @Nullable
    Parameter bias() {
        return bias;
    }

    boolean takesSpikes() {
        return input.spikes();
    }

    @Override
    public Signal output() {
        return output;
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        Conv2dShape shape = shape(x);
        Tensor y = construction.tensor(output, x.batch());
        if (input.spikes()) {
            ops.forwardSpikes(shape, x.buffer(), weight.value().buffer(), biasValue(), y.buffer());
        } else {
            ops.forward(shape, x.buffer(), weight.value().buffer(), biasValue(), y.buffer());
        }
        if (pass.training()) {
            keptX = Kept.replace(keptX, x.retain());
        }
        return y;
    }

    /** The spikes of the neurons behind it, in evaluation; only if it {@linkplain #takesSpikes takes spikes}. */
    Tensor fire(Tensor x, FiringRule rule, Signal fired) {
        Conv2dShape shape = shape(x);
        Tensor spikes = construction.tensor(fired, x.batch());
        ops.fireSpikes(shape, input.steps(), x.buffer(), weight.value().buffer(), biasValue(), rule, spikes.buffer());
        return spikes;
    }

    @Override
    public @Nullable Tensor backward(Tensor gradY, boolean needsGradX) {
        Tensor x = Kept.take(keptX);
        keptX = null;
        Conv2dShape shape = shape(x);
        Buffer gradBias = bias == null ? null : bias.gradient();
        if (input.spikes()) {
            ops.gradWeightSpikes(shape, x.buffer(), gradY.buffer(), weight.gradient(), gradBias);
        } else {
            ops.gradWeight(shape, x.buffer(), gradY.buffer(), weight.gradient(), gradBias);
        }
        Tensor gradX = null;
        if (needsGradX) {
            gradX = construction.tensor(input.asFloats(), x.batch());
            ops.gradInput(shape, gradY.buffer(), weight.value().buffer(), gradX.buffer());
        }
        x.release();
        gradY.release();
        return gradX;
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(List.of(weight));
        if (bias != null) {
            parameters.add(bias);
        }
        return parameters;
    }

    @Override
    public void close() {
        parameters().forEach(Kept::close);
    }

    private Conv2dShape shape(Tensor x) {
        return settings.shape(input.steps() * x.batch(), input);
    }

    private @Nullable Buffer biasValue() {
        return bias == null ? null : bias.value().buffer();
    }
}
