package dev.soma.runtime.vector;

import dev.soma.runtime.Spikes;
import org.jspecify.annotations.Nullable;

/** Pixels of spikes, read as 0 and 1. */
final class SpikeSource implements Source {
    private final SpikeLoops loops;
    private final int[] spikes;
    private final int words;

    SpikeSource(SpikeLoops loops, int[] spikes, int allChannels) {
        this.loops = loops;
        this.spikes = spikes;
        this.words = Spikes.words(allChannels);
    }

    @Override
    public float @Nullable [] array() {
        return null;
    }

    @Override
    public void copy(int pixel, int count, int channel, int channels, float[] target, int at, int pitch) {
        for (int i = 0; i < count; i++) {
            int end = channel + channels;
            for (int c = channel; c < end; ) {
                int bit = c % Integer.SIZE;
                int length = Math.min(Integer.SIZE - bit, end - c);
                int word = spikes[(pixel + i) * words + c / Integer.SIZE] >>> bit;
                loops.unpack(word, target, at + i * pitch + c - channel, length);
                c += length;
            }
        }
    }
}
