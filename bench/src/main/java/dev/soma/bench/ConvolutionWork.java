package dev.soma.bench;

import dev.soma.runtime.Conv2dShape;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Two-dimensional convolutions, without bias. On spikes Soma gets bits, a peer the same zeros and ones as floats. */
final class ConvolutionWork {
    /** The share of spikes in the short form; what is aimed at on spikes is meant for it. */
    static final double SPIKE_RATE = 0.15;

    private static final Agreement.Tolerance TOLERANCE = new Agreement.Tolerance(3e-5, 0, 0);

    private ConvolutionWork() {}

    /** Each kind that PyTorch has, at the usual share of spikes. */
    static List<Work<PyTorch>> besidePyTorch(Conv2dShape shape) {
        return Stream.of(ConvolutionKind.values())
                .filter(kind -> !kind.givesInputGradient() || !kind.givesWeightGradient())
                .map(kind -> besidePyTorch(kind, kind.title(), shape, SPIKE_RATE))
                .toList();
    }

    /** One kind, under that name. */
    static Work<PyTorch> besidePyTorch(ConvolutionKind kind, String name, Conv2dShape shape, double spikeRate) {
        boolean aimed = !kind.onSpikes() || spikeRate == SPIKE_RATE;
        return new Work<>(
                name,
                flops(kind, shape),
                aimed ? kind.aim() : 0,
                TOLERANCE,
                device -> new SomaConvolution(kind, device, ConvolutionArrays.of(kind, shape, spikeRate)),
                pyTorch -> new TorchConvolution(kind, pyTorch, ConvolutionArrays.of(kind, shape, spikeRate)));
    }

    /** Each kind that ND4J has, whose backward gives both gradients, at the usual share of spikes. */
    static List<Work<Nd4jCpu>> besideNd4j(Conv2dShape shape) {
        return Stream.of(ConvolutionKind.values())
                .filter(kind -> kind.givesInputGradient() == kind.givesWeightGradient())
                .map(kind -> besideNd4j(kind, kind.title(), shape, SPIKE_RATE))
                .toList();
    }

    /** One kind, under that name. */
    static Work<Nd4jCpu> besideNd4j(ConvolutionKind kind, String name, Conv2dShape shape, double spikeRate) {
        return new Work<>(
                name,
                flops(kind, shape),
                0,
                TOLERANCE,
                device -> new SomaConvolution(kind, device, ConvolutionArrays.of(kind, shape, spikeRate)),
                nd4j -> new Nd4jConvolution(kind, ConvolutionArrays.of(kind, shape, spikeRate)));
    }

    /** A kind's name at a place of a network. */
    static String name(ConvolutionKind kind, String place, int percent) {
        String name = kind.title() + " at " + place;
        return kind.onSpikes() ? String.format(Locale.ROOT, "%s with %d %%", name, percent) : name;
    }

    private static double flops(ConvolutionKind kind, Conv2dShape shape) {
        if (kind.onSpikes()) {
            return 0;
        }
        int results = kind.givesInputGradient() && kind.givesWeightGradient() ? 2 : 1;
        return 2.0
                * results
                * shape.outputSize()
                * shape.kernelHeight()
                * shape.kernelWidth()
                * shape.groupInChannels();
    }
}
