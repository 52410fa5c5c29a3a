package dev.soma.bench;

import dev.soma.runtime.Conv2dShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** All pieces of work. */
final class Works {
    private static final double SPIKE_RATE = 0.15;

    private Works() {}

    /** In the sizes that are measured. */
    static List<Work> full() {
        List<Work> works = new ArrayList<>();
        works.addAll(ConvolutionWork.all("", Conv2dShape.of(64, 32, 32, 64, 64, 3, 1, 1), SPIKE_RATE));
        works.addAll(NeuronWork.all(4, 16, 32, 32, 64));
        works.add(TrainingWork.digits(64));
        works.addAll(resNet20(32, 32));
        works.addAll(stages());
        return works;
    }

    /** In odd sizes that take no time, to see whether both sides agree. */
    static List<Work> small() {
        List<Work> works = new ArrayList<>();
        works.addAll(ConvolutionWork.all("", Conv2dShape.of(3, 7, 6, 33, 40, 3, 1, 1), SPIKE_RATE));
        works.addAll(NeuronWork.all(4, 3, 5, 6, 33));
        works.add(TrainingWork.digits(8));
        works.addAll(resNet20(3, 16));
        return works;
    }

    private static List<Work> resNet20(int batch, int side) {
        return List.of(
                TrainingWork.resNet20(batch, side),
                InferenceWork.besideUnfolded(batch, side),
                InferenceWork.besideNoMpbn(batch, side));
    }

    /** The convolutions of a residual network's stages, 128 images each, on few and many spikes. */
    private static List<Work> stages() {
        List<Work> works = new ArrayList<>();
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

    /** The work of that name in the sizes that are measured. */
    static Work named(String name) {
        List<Work> works = full();
        return works.stream()
                .filter(work -> work.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no work '" + name + "'; expected one of "
                        + works.stream().map(Work::name).collect(Collectors.joining(", "))));
    }
}
