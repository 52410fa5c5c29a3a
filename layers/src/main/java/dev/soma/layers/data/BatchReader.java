package dev.soma.layers.data;

/**
 * Reads batches as networks take them. Augmentation is drawn for each sample from {@code (seed, epoch, index)}: it does not
 * depend on the order or the batch in which samples are read.
 *
 * @param augmentation changes each sample that is read; {@link Augmentation#NONE} for evaluation
 * @param seed any number
 */
public record BatchReader(Dataset dataset, Augmentation augmentation, long seed) {

    /** Reads the samples as they are. */
    public BatchReader(Dataset dataset) {
        this(dataset, Augmentation.NONE, 0);
    }

    /**
     * Reads a batch.
     *
     * @param epoch the number of the epoch
     * @param indices the samples, N of them
     * @param x out, {@code [N, H, W, C]}, for event data {@code [T, N, H, W, C]}; may be longer
     * @param labels out, {@code [N]}; may be longer
     */
    public void read(long epoch, int[] indices, float[] x, int[] labels) {
        int length = dataset.sampleLength();
        long expected = (long) indices.length * length;
        if (x.length < expected) {
            throw new IllegalArgumentException("x has " + x.length + " elements, expected at least " + expected);
        }
        if (labels.length < indices.length) {
            throw new IllegalArgumentException(
                    "labels has " + labels.length + " elements, expected at least " + indices.length);
        }
        int[] shape = dataset.shape();
        int frames = shape.length == 4 ? shape[0] : 1;
        float[] sample = frames == 1 ? x : new float[length];
        int frame = length / frames;
        for (int n = 0; n < indices.length; n++) {
            int offset = frames == 1 ? n * length : 0;
            dataset.read(indices[n], sample, offset);
            augmentation.apply(Images.of(sample, offset, shape), new SeededRandom(seed, epoch, indices[n]));
            if (frames > 1) {
                for (int t = 0; t < frames; t++) {
                    System.arraycopy(sample, t * frame, x, (t * indices.length + n) * frame, frame);
                }
            }
            labels[n] = dataset.label(indices[n]);
        }
    }
}
