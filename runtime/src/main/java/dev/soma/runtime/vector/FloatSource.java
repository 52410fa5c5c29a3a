package dev.soma.runtime.vector;

/** Pixels of floats. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record FloatSource(float[] array, int allChannels) implements Source {

    @Override
    public void copy(int pixel, int count, int channel, int channels, float[] target, int at, int pitch) {
        if (channels == allChannels && pitch == allChannels) {
            System.arraycopy(array, pixel * allChannels, target, at, count * allChannels);
            return;
        }
        for (int i = 0; i < count; i++) {
            System.arraycopy(array, (pixel + i) * allChannels + channel, target, at + i * pitch, channels);
        }
    }
}
