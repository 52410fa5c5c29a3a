package dev.soma.bench;

import dev.soma.runtime.Conv2dShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** All pieces of work that Soma does beside PyTorch. */
final class Works {
    private static final double SPIKE_RATE = 0.15;

    private Works() {}

    /** In one size each: what takes a few minutes. */
    static List<Work<PyTorch>> usual() {
        List<Work<PyTorch>> works = new ArrayList<>();
        works.addAll(ConvolutionWork.all("", Conv2dShape.of(64, 32, 32, 64, 64, 3, 1, 1), SPIKE_RATE));
        works.addAll(NeuronWork.all(4, 16, 32, 32, 64));
        works.add(TrainingWork.digits(64));
        works.addAll(resNet20(32, 32));
        return works;
    }

    /** The usual, and the convolutions of all stages of a residual network. */
    static List<Work<PyTorch>> full() {
        List<Work<PyTorch>> works = new ArrayList<>(usual());
        works.addAll(stages());
        return works;
    }

    /** In odd sizes that take no time, to see whether both sides agree. */
    static List<Work<PyTorch>> small() {
        List<Work<PyTorch>> works = new ArrayList<>();
        works.addAll(ConvolutionWork.all("", Conv2dShape.of(3, 7, 6, 33, 40, 3, 1, 1), SPIKE_RATE));
        works.addAll(NeuronWork.all(4, 3, 5, 6, 33));
        works.add(TrainingWork.digits(8));
        works.addAll(resNet20(3, 16));
        return works;
    }

    private static List<Work<PyTorch>> resNet20(int batch, int side) {
        return List.of(
                TrainingWork.resNet20(batch, side),
                InferenceWork.besideUnfolded(batch, side),
                InferenceWork.besideNoMpbn(batch, side));
    }

    /** The convolutions of a residual network's stages, 128 images each, on few and many spikes. */
    private static List<Work<PyTorch>> stages() {
        List<Work<PyTorch>> works = new ArrayList<>();
        int side = 32;
        for (int channels = 64; channels <= 512; channels *= 2) {
            Conv2dShape shape = Conv2dShape.of(128, side, side, channels, channels, 3, 1, 1);
            String name = String.format(Locale.ROOT, " at %dx%dx%d", side, side, channels);
            works.addAll(ConvolutionWork.dense(name, shape));
            for (int percent : new int[] {5, 15, 30}) {
                works.addAll(ConvolutionWork.onSpikes(name + ", " + percent + " %", shape, percent / 100.0));
            }
            side /= 2;
        }
        return works;
    }
}
