package dev.soma.runtime.vector;

import static dev.soma.runtime.host.HeapBuffer.floats;
import static dev.soma.runtime.host.HeapBuffer.ints;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.ConvolutionOps;
import dev.soma.runtime.FiringRule;
import dev.soma.runtime.host.Workers;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Convolution on the processor. Spikes are added as they are found where they are few; where they are many, or where there are
 * groups, they are unpacked to floats on the way.
 */
final class CpuConvolution extends ConvolutionOps {
    /**
     * The density of spikes above which the output is computed from floats. Measured, kernels of 3 x 3: the two take equally long
     * at 0.85 and more.
     */
    private static final double DENSE_FORWARD = 0.8;

    /**
     * The same where {@linkplain WinogradConvolution Winograd's algorithm} computes from floats; measured with 512-bit vectors: 0.27
     * with 128 channels.
     */
    private static final double WINOGRAD_FORWARD = 0.27;

    /** The same to few channels; measured: 0.33 with 64. */
    private static final double WINOGRAD_FORWARD_TO_FEW = 0.33;

    private static final int FEW_CHANNELS = 64;

    /** The same with narrower vectors, or for few pixels; measured: 0.45 to 0.5. */
    private static final double SLOW_WINOGRAD_FORWARD = 0.45;

    /** Pixels that are few: what Winograd's algorithm does to the weights takes its time then. */
    private static final int FEW_PIXELS = 1 << 12;

    /** The density above which the weight's gradient is; measured: 0.55 with 64 channels, 0.5 with 128 and 256, 0.55 with 512. */
    private static final double DENSE_GRAD_WEIGHT = 0.5;

    /** The same where Winograd's algorithm computes from floats; measured: 0.22 to 0.33 with 16 to 256 channels, 0.4 with 512. */
    private static final double WINOGRAD_GRAD_WEIGHT = 0.3;

    private final CpuNeuron neuron;
    private final DenseConvolution dense;
    private final @Nullable WinogradConvolution winograd;
    private final DenseGradWeight denseGradWeight;
    private final @Nullable WinogradGradWeight winogradGradWeight;
    private final DepthwiseConvolution depthwise;
    private final SpikeForward spikeForward;
    private final SpikeGradWeight spikeGradWeight;
    private final ColumnSums columnSums;
    private final SpikeLoops spikeLoops;
    private final LifLoops lifLoops;
    private final BandNeurons.Memory[] neuronMemory;
    private final HostScratch currents = new HostScratch();

    CpuConvolution(VectorDevice device, CpuNeuron neuron) {
        super(device);
        this.neuron = neuron;
        Workers workers = device.workers();
        Form form = device.form();
        Band[] bands = new Band[workers.threads()];
        Arrays.setAll(bands, worker -> new Band());
        DenseLoops denseLoops = DenseLoops.of(form);
        dense = new DenseConvolution(workers, denseLoops, bands);
        WinogradLoops winogradLoops = WinogradLoops.of(form);
        winograd = winogradLoops == null ? null : new WinogradConvolution(workers, winogradLoops);
        denseGradWeight = new DenseGradWeight(workers, denseLoops, bands);
        winogradGradWeight = winogradLoops == null ? null : new WinogradGradWeight(workers, winogradLoops);
        depthwise = new DepthwiseConvolution(workers, DepthwiseLoops.of(form), bands);
        spikeForward = new SpikeForward(workers, form);
        spikeGradWeight = new SpikeGradWeight(workers, form, bands);
        columnSums = new ColumnSums(workers);
        spikeLoops = SpikeLoops.of(form);
        lifLoops = LifLoops.of(form);
        neuronMemory = BandNeurons.Memory.of(workers.threads());
    }

    @Override
    protected void doForward(Conv2dShape shape, Buffer x, Buffer weight, @Nullable Buffer bias, Buffer y) {
        forward(shape, new FloatSource(floats(x), shape.inChannels()), weight, bias, floats(y));
    }

    @Override
    protected void doForwardSpikes(Conv2dShape shape, Buffer spikes, Buffer weight, @Nullable Buffer bias, Buffer y) {
        forwardSpikes(shape, isSparse(shape, spikes), spikes, weight, bias, floats(y));
    }

    private void forwardSpikes(
            Conv2dShape shape, boolean sparse, Buffer spikes, Buffer weight, @Nullable Buffer bias, float[] y) {
        if (sparse) {
            spikeForward.run(shape, ints(spikes), floats(weight), optional(bias), y);
        } else {
            forward(shape, new SpikeSource(spikeLoops, ints(spikes), shape.inChannels()), weight, bias, y);
        }
    }

    @Override
    protected void doFireSpikes(
            Conv2dShape shape,
            int steps,
            Buffer spikes,
            Buffer weight,
            @Nullable Buffer bias,
            FiringRule rule,
            Buffer spikeSeq) {
        boolean sparse = isSparse(shape, spikes);
        if (sparse && spikeForward.hasBands(shape, steps)) {
            BandNeurons neurons = new BandNeurons(neuronMemory, lifLoops, shape, steps, rule, ints(spikeSeq));
            spikeForward.run(shape, steps, ints(spikes), floats(weight), optional(bias), neurons);
            return;
        }
        float[] y = currents.atLeast(shape.outputSize());
        forwardSpikes(shape, sparse, spikes, weight, bias, y);
        neuron.fire(shape.neurons(steps), rule, new Currents(y, false), ints(spikeSeq));
    }

    @Override
    protected void doGradInput(Conv2dShape shape, Buffer gradY, Buffer weight, Buffer gradX) {
        Source source = new FloatSource(floats(gradY), shape.outChannels());
        for (Correlation phase : Correlation.backward(shape)) {
            if (phase.taps() == 0) {
                clear(phase, floats(gradX));
            } else if (DepthwiseConvolution.fits(shape)) {
                depthwise.run(shape, phase, source, floats(weight), null, floats(gradX));
            } else {
                correlate(shape, phase, true, source, floats(weight), null, floats(gradX));
            }
        }
    }

    @Override
    protected void doGradWeight(
            Conv2dShape shape, Buffer x, Buffer gradY, Buffer gradWeight, @Nullable Buffer gradBias) {
        gradWeight(shape, new FloatSource(floats(x), shape.inChannels()), gradY, gradWeight);
        gradBias(shape, gradY, gradBias);
    }

    @Override
    protected void doGradWeightSpikes(
            Conv2dShape shape, Buffer spikes, Buffer gradY, Buffer gradWeight, @Nullable Buffer gradBias) {
        if (density(shape, spikes) <= (isWinogradGradWeight(shape) ? WINOGRAD_GRAD_WEIGHT : DENSE_GRAD_WEIGHT)) {
            spikeGradWeight.run(shape, ints(spikes), floats(gradY), floats(gradWeight));
        } else {
            gradWeight(shape, new SpikeSource(spikeLoops, ints(spikes), shape.inChannels()), gradY, gradWeight);
        }
        gradBias(shape, gradY, gradBias);
    }

    private void forward(Conv2dShape shape, Source source, Buffer weight, @Nullable Buffer bias, float[] y) {
        Correlation correlation = Correlation.forward(shape);
        if (DepthwiseConvolution.fits(shape)) {
            depthwise.run(shape, correlation, source, floats(weight), optional(bias), y);
        } else {
            correlate(shape, correlation, false, source, floats(weight), optional(bias), y);
        }
    }

    private void correlate(
            Conv2dShape shape,
            Correlation correlation,
            boolean backward,
            Source source,
            float[] weight,
            float @Nullable [] bias,
            float[] target) {
        if (winograd != null && isWinograd(correlation)) {
            winograd.run(shape, correlation, backward, source, weight, bias, target);
        } else {
            dense.run(shape, correlation, backward, source, weight, bias, target);
        }
    }

    /** Whether spikes are to be added one by one. */
    private boolean isSparse(Conv2dShape shape, Buffer spikes) {
        return density(shape, spikes) <= mostForward(Correlation.forward(shape));
    }

    /** The density up to which they are. */
    private double mostForward(Correlation correlation) {
        if (!isWinograd(correlation)) {
            return DENSE_FORWARD;
        }
        if (VectorWidth.bits() < 512 || correlation.pixels() < FEW_PIXELS) {
            return SLOW_WINOGRAD_FORWARD;
        }
        return correlation.targetChannels() <= FEW_CHANNELS ? WINOGRAD_FORWARD_TO_FEW : WINOGRAD_FORWARD;
    }

    private boolean isWinograd(Correlation correlation) {
        return winograd != null && WinogradTiles.fit(correlation);
    }

    private boolean isWinogradGradWeight(Conv2dShape shape) {
        return winogradGradWeight != null && WinogradGradWeight.fits(Correlation.forward(shape));
    }

    private void gradWeight(Conv2dShape shape, Source source, Buffer gradY, Buffer gradWeight) {
        if (DepthwiseConvolution.fits(shape)) {
            depthwise.gradWeight(shape, source, floats(gradY), floats(gradWeight));
        } else if (winogradGradWeight != null && isWinogradGradWeight(shape)) {
            winogradGradWeight.run(shape, source, floats(gradY), floats(gradWeight));
        } else {
            denseGradWeight.run(shape, source, floats(gradY), floats(gradWeight));
        }
    }

    private void gradBias(Conv2dShape shape, Buffer gradY, @Nullable Buffer gradBias) {
        if (gradBias != null) {
            columnSums.run(shape.outPixels(), shape.outChannels(), floats(gradY), floats(gradBias));
        }
    }

    /**
     * The share of the spikes that are set, 1 where it does not matter: with groups, it never pays to look for them. What is
     * chosen by it depends on the spikes only, so that results can be repeated.
     */
    private static double density(Conv2dShape shape, Buffer spikes) {
        int pixels = shape.batch() * shape.height() * shape.width();
        return shape.groups() == 1 ? SpikeDensity.of(ints(spikes), pixels, shape.inChannels()) : 1;
    }

    /** Clears the pixels of a phase that no tap meets. */
    private static void clear(Correlation phase, float[] gradX) {
        Axis rows = phase.rows();
        Axis columns = phase.columns();
        int channels = phase.targetChannels();
        for (int image = 0; image < phase.images(); image++) {
            for (int row = rows.start; row < phase.targetHeight(); row += rows.step) {
                int line = (image * phase.targetHeight() + row) * phase.targetWidth();
                for (int column = columns.start; column < phase.targetWidth(); column += columns.step) {
                    int at = (line + column) * channels;
                    Arrays.fill(gradX, at, at + channels, 0f);
                }
            }
        }
    }

    private static float @Nullable [] optional(@Nullable Buffer buffer) {
        return buffer == null ? null : floats(buffer);
    }
}
