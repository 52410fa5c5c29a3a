package dev.soma.bench;

import dev.soma.layers.models.Models;
import dev.soma.runtime.Conv2dShape;
import java.util.ArrayList;
import java.util.List;

/** All pieces of work that Soma does beside PyTorch, ND4J and SpikingJelly. */
final class Works {
    /** Shares of spikes, in percent. */
    static final List<Integer> DENSITIES = List.of(5, 15, 30);

    private static final int BATCH = NetworkShapes.BATCH;
    private static final int SIDE = 32;
    private static final Conv2dShape USUAL = Conv2dShape.of(64, 32, 32, 64, 64, 3, 1, 1);
    private static final Conv2dShape SMALL = Conv2dShape.of(3, 7, 6, 33, 40, 3, 1, 1);

    private Works() {}

    /** In one size each: what takes a few minutes. */
    static List<Work<PyTorch>> usual() {
        List<Work<PyTorch>> works = new ArrayList<>();
        works.addAll(ConvolutionWork.besidePyTorch(USUAL));
        works.addAll(NeuronWork.all("", NetworkShapes.STEPS, 16, 32, 32, 64));
        works.add(TrainingWork.digits(64));
        works.addAll(resNet20(BATCH, SIDE));
        return works;
    }

    /** The usual, VGG-16, and all shapes of both networks with few and with many spikes. */
    static List<Work<PyTorch>> full() {
        List<Work<PyTorch>> works = new ArrayList<>(usual());
        works.addAll(vgg16(BATCH));
        NetworkShapes shapes = new NetworkShapes();
        shapes.convolutions()
                .forEach((place, shape) -> kinds(shapes, place).forEach(kind -> {
                    for (int percent : kind.onSpikes() ? DENSITIES : List.of(0)) {
                        String name = ConvolutionWork.name(kind, place, percent);
                        works.add(ConvolutionWork.besidePyTorch(kind, name, shape, percent / 100.0));
                    }
                }));
        shapes.neurons()
                .forEach((place, signal) -> works.addAll(NeuronWork.all(
                        " at " + place, signal.steps(), BATCH, signal.height(), signal.width(), signal.channels())));
        return works;
    }

    private static List<ConvolutionKind> kinds(NetworkShapes shapes, String place) {
        List<ConvolutionKind> kinds = new ArrayList<>(
                List.of(ConvolutionKind.FORWARD, ConvolutionKind.GRAD_INPUT, ConvolutionKind.GRAD_WEIGHT));
        if (shapes.convolutionsOnSpikes().contains(place)) {
            kinds.addAll(List.of(ConvolutionKind.FORWARD_SPIKES, ConvolutionKind.GRAD_WEIGHT_SPIKES));
        }
        return kinds;
    }

    /** In odd sizes that take no time, to see whether both sides agree. */
    static List<Work<PyTorch>> small() {
        List<Work<PyTorch>> works = new ArrayList<>();
        works.addAll(ConvolutionWork.besidePyTorch(SMALL));
        works.addAll(NeuronWork.all("", 4, 3, 5, 6, 33));
        works.add(TrainingWork.digits(8));
        works.addAll(resNet20(3, 16));
        works.addAll(vgg16(3));
        return works;
    }

    private static List<Work<PyTorch>> resNet20(int batch, int side) {
        return List.of(
                TrainingWork.ofImages("ResNet-20", Models::resNet20, batch, side),
                InferenceWork.besideUnfolded("ResNet-20", Models::resNet20, batch, side),
                InferenceWork.ofFewSpikes("ResNet-20", Models::resNet20, batch, side),
                InferenceWork.besideNoMpbn("ResNet-20", Models::resNet20, batch, side));
    }

    private static List<Work<PyTorch>> vgg16(int batch) {
        return List.of(
                GradientNorms.of(TrainingWork.ofImages("VGG-16", Models::vgg16, batch, SIDE))
                        .withAim(0),
                InferenceWork.besideUnfolded("VGG-16", Models::vgg16, batch, SIDE)
                        .withTolerance(InferenceWork.TOLERANCE_OF_DEEP)
                        .withAim(0));
    }

    /** Convolutions beside ND4J: in one size. */
    static List<Work<Nd4jCpu>> usualBesideNd4j() {
        return ConvolutionWork.besideNd4j(USUAL);
    }

    /** Convolutions beside ND4J: in all shapes of both networks too. */
    static List<Work<Nd4jCpu>> fullBesideNd4j() {
        List<Work<Nd4jCpu>> works = new ArrayList<>(usualBesideNd4j());
        NetworkShapes shapes = new NetworkShapes();
        shapes.convolutions().forEach((place, shape) -> {
            for (ConvolutionKind kind : List.of(ConvolutionKind.FORWARD, ConvolutionKind.GRADIENTS)) {
                works.add(ConvolutionWork.besideNd4j(kind, ConvolutionWork.name(kind, place, 0), shape, 0));
            }
        });
        return works;
    }

    /** Convolutions beside ND4J, in odd sizes that take no time. */
    static List<Work<Nd4jCpu>> smallBesideNd4j() {
        return ConvolutionWork.besideNd4j(SMALL);
    }

    /** ResNet-20 beside SpikingJelly. */
    static List<Work<SpikingJelly>> besideSpikingJelly() {
        return besideSpikingJelly(BATCH, SIDE);
    }

    /** ResNet-20 beside SpikingJelly, small. */
    static List<Work<SpikingJelly>> smallBesideSpikingJelly() {
        return besideSpikingJelly(3, 16);
    }

    private static List<Work<SpikingJelly>> besideSpikingJelly(int batch, int side) {
        return List.of(TrainingWork.besideSpikingJelly(batch, side), InferenceWork.besideSpikingJelly(batch, side));
    }
}
