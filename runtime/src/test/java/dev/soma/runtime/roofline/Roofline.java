package dev.soma.runtime.roofline;

import dev.soma.runtime.KernelDevice;
import dev.soma.runtime.cuda.MachineCuda;
import dev.soma.runtime.cuda.MachineLaunch;
import dev.soma.runtime.ptx.PtxMachine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Does all {@link Works} on a PTX machine and adds up what each kernel did in each of them. */
final class Roofline {
    private static final long BUDGET = 1L << 30;

    private final PtxMachine machine = new PtxMachine();
    private final Map<String, Measured> measured = new LinkedHashMap<>();
    private Works.@Nullable Work work;

    private Roofline() {}

    /** The kernels in the order of their first launches, with data of that seed. */
    static List<Measured> measure(long seed) {
        Roofline roofline = new Roofline();
        roofline.machine.checkRaces(false);
        roofline.machine.budget(BUDGET);
        try (KernelDevice device = MachineCuda.specialising(roofline.machine, roofline::add)) {
            for (Works.Work work : new Works(device, seed).all()) {
                roofline.work = work;
                work.todo().run();
            }
        }
        return List.copyOf(roofline.measured.values());
    }

    private void add(MachineLaunch launch) {
        Works.Work current = Objects.requireNonNull(work);
        String kernel = launch.kernel().name();
        measured.computeIfAbsent(current.name() + ", " + kernel, key -> new Measured(current, kernel))
                .add(launch, Cost.of(launch, this::spikePairs));
    }

    /** The pairs of a spike and an output pixel that a tap of the convolution joins. */
    private long spikePairs(MachineLaunch launch) {
        int width = launch.number("width");
        int height = launch.number("height");
        int words = Math.toIntExact(Cost.spikeWords(launch.number("inChannels")));
        int[] spikes = machine.readInts(launch.address("spikes"), launch.number("batch") * height * width * words);
        int[] ofPixel = new int[spikes.length / words];
        for (int i = 0; i < spikes.length; i++) {
            ofPixel[i / words] += Integer.bitCount(spikes[i]);
        }
        long pairs = 0;
        for (int pixel = 0;
                pixel < launch.number("batch") * launch.number("outHeight") * launch.number("outWidth");
                pixel++) {
            int line = pixel / launch.number("outWidth");
            int image = line / launch.number("outHeight");
            int top = line % launch.number("outHeight") * launch.number("stride") - launch.number("padding");
            int left = pixel % launch.number("outWidth") * launch.number("stride") - launch.number("padding");
            for (int i = 0; i < launch.number("kernelHeight"); i++) {
                for (int j = 0; j < launch.number("kernelWidth"); j++) {
                    int row = top + i * launch.number("dilation");
                    int column = left + j * launch.number("dilation");
                    if (row >= 0 && row < height && column >= 0 && column < width) {
                        pairs += ofPixel[(image * height + row) * width + column];
                    }
                }
            }
        }
        return pairs;
    }
}
