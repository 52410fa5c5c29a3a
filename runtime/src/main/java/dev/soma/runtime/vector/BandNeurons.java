package dev.soma.runtime.vector;

import static dev.soma.runtime.host.HeapBuffer.floats;

import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.FiringRule;
import dev.soma.runtime.NeuronShape;
import dev.soma.runtime.NormAxis;
import dev.soma.runtime.Spikes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The neurons behind a convolution: they fire while the output of a band, their currents of all steps, is in the cache. */
final class BandNeurons implements BandOutput {
    private final Memory[] memory;
    private final LifLoops loops;
    private final Conv2dShape shape;
    private final int steps;
    private final FiringRule rule;
    private final int[] spikes;

    /**
     * Of one call.
     *
     * @param memory of the workers
     * @param shape of the convolution; {@code steps} divides its batch
     * @param spikes out
     */
    BandNeurons(Memory[] memory, LifLoops loops, Conv2dShape shape, int steps, FiringRule rule, int[] spikes) {
        this.memory = memory;
        this.loops = loops;
        this.shape = shape;
        this.steps = steps;
        this.rule = rule;
        this.spikes = spikes;
        for (Memory each : memory) {
            each.firing = null;
        }
    }

    /** What a worker keeps between calls. */
    static final class Memory {
        private final NeuronScratch scratch = new NeuronScratch();
        private final HostScratch currents = new HostScratch();
        private final HostScratch thresholds = new HostScratch();
        private final HostScratch signs = new HostScratch();
        private int[] words = {};
        // of the current call
        private @Nullable Firing firing;
        private @Nullable NeuronLayout layout;
        private int feature;

        static Memory[] of(int workers) {
            Memory[] memory = new Memory[workers];
            Arrays.setAll(memory, worker -> new Memory());
            return memory;
        }
    }

    @Override
    public boolean isApart() {
        return true;
    }

    @Override
    public float[] array(int worker, SpikeBand band) {
        return memory[worker].currents.atLeast(band.images() * pixels(band) * shape.outChannels());
    }

    @Override
    public void finish(int worker, SpikeBand band) {
        Memory own = memory[worker];
        NeuronShape neurons = new NeuronShape(steps, band.images() / steps, pixels(band), shape.outChannels());
        own.words = Grow.atLeast(own.words, neurons.words());
        NeuronLayout layout = NeuronLayout.of(neurons, rule);
        LifLoops.Forward call = new LifLoops.Forward(
                rule.settings(),
                floats(rule.decay())[0],
                firing(own, band, layout),
                new Currents(array(worker, band), false),
                own.words,
                null);
        loops.forward(call, layout.whole(), own.scratch);
        store(own, band);
    }

    /** When the neurons of a band fire: often as those of the worker's last band did. */
    private Firing firing(Memory own, SpikeBand band, NeuronLayout layout) {
        int feature = rule.axis() == NormAxis.CHANNEL ? 0 : band.pixelOfImage() * shape.outChannels();
        Firing last = own.firing;
        if (last != null && feature == own.feature && layout.equals(own.layout)) {
            return last;
        }
        Firing firing = Firing.of(rule, layout, feature, own.thresholds, own.signs);
        own.firing = firing;
        own.feature = feature;
        own.layout = layout;
        return firing;
    }

    private void store(Memory own, SpikeBand band) {
        int words = Spikes.words(shape.outChannels());
        int count = pixels(band) * words;
        for (int image = 0; image < band.images(); image++) {
            System.arraycopy(own.words, image * count, spikes, band.pixel(image, 0) * words, count);
        }
    }

    /** Pixels of each image of a band. */
    private int pixels(SpikeBand band) {
        return band.rows() * shape.outWidth();
    }
}
