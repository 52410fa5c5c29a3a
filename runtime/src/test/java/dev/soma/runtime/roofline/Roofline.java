package dev.soma.runtime.roofline;

import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.KernelDevice;
import dev.soma.runtime.Spikes;
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
        Conv2dShape shape = ConvolutionCosts.shape(launch);
        int words = Spikes.words(shape.inChannels());
        int[] spikes = machine.readInts(launch.address("spikes"), shape.inputWords());
        int[] ofPixel = new int[spikes.length / words];
        for (int i = 0; i < spikes.length; i++) {
            ofPixel[i / words] += Integer.bitCount(spikes[i]);
        }
        long pairs = 0;
        for (int pixel = 0; pixel < shape.outPixels(); pixel++) {
            int line = pixel / shape.outWidth();
            int image = line / shape.outHeight();
            int top = line % shape.outHeight() * shape.stride() - shape.padding();
            int left = pixel % shape.outWidth() * shape.stride() - shape.padding();
            for (int i = 0; i < shape.kernelHeight(); i++) {
                for (int j = 0; j < shape.kernelWidth(); j++) {
                    int row = top + i * shape.dilation();
                    int column = left + j * shape.dilation();
                    if (row >= 0 && row < shape.height() && column >= 0 && column < shape.width()) {
                        pairs += ofPixel[(image * shape.height() + row) * shape.width() + column];
                    }
                }
            }
        }
        return pairs;
    }
}
