package dev.soma.layers.data;

/** A dataset whose value at place i of sample n is {@code 1000 n + i}, and whose label is {@code n % classes}. */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier: never compared, never a key
record Numbered(int size, int classes, int... shape) implements Dataset {
    @Override
    public int label(int index) {
        return index % classes;
    }

    @Override
    public void read(int index, float[] target, int offset) {
        for (int i = 0; i < sampleLength(); i++) {
            target[offset + i] = 1000 * index + i;
        }
    }

    /** The values of images from 1 on, so that 0 is none of them. */
    static Images images(int frames, int height, int width, int channels) {
        float[] values = new float[3 + frames * height * width * channels + 2];
        for (int i = 0; i < values.length; i++) {
            values[i] = i + 1;
        }
        return new Images(values, 3, frames, height, width, channels);
    }
}
