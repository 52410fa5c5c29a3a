package dev.soma.bench;

import dev.soma.runtime.Conv2dShape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** All pieces of work. */
final class Works {
    private Works() {}

    /** In the sizes that are measured. */
    static List<Work> full() {
        return of(Conv2dShape.of(64, 32, 32, 64, 64, 3, 1, 1), NeuronWork.all(4, 16, 32, 32, 64), 64);
    }

    /** In odd sizes that take no time, to see whether both sides agree. */
    static List<Work> small() {
        return of(Conv2dShape.of(3, 7, 6, 33, 40, 3, 1, 1), NeuronWork.all(4, 3, 5, 6, 33), 8);
    }

    private static List<Work> of(Conv2dShape convolution, List<Work> neurons, int digits) {
        List<Work> works = new ArrayList<>(ConvolutionWork.all(convolution));
        works.addAll(neurons);
        works.add(TrainingWork.of(digits));
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
