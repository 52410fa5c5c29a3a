package dev.soma.layers.data;

/**
 * {@code (value - mean) / deviation}, by channel. As an {@link Augmentation} it stands where it is wanted between others; for
 * evaluation, {@link #of(Dataset)} is a view of a dataset.
 */
public final class Normalization implements Augmentation {
    private final float[] mean;
    private final float[] deviation;

    /**
     * A normalisation.
     *
     * @param mean by channel, of values from 0 to 1
     * @param deviation by channel, not 0
     */
    public Normalization(float[] mean, float[] deviation) {
        if (mean.length < 1 || mean.length != deviation.length) {
            throw new IllegalArgumentException("there are " + mean.length + " means and " + deviation.length
                    + " deviations, expected one of each for every channel");
        }
        for (int c = 0; c < mean.length; c++) {
            if (!Float.isFinite(mean[c]) || !(deviation[c] > 0) || !Float.isFinite(deviation[c])) {
                throw new IllegalArgumentException("channel " + c + " has mean " + mean[c] + " and deviation "
                        + deviation[c] + ", expected finite numbers and a positive deviation");
            }
        }
        this.mean = mean.clone();
        this.deviation = deviation.clone();
    }

    /** Mean and deviation of the pixels of MNIST's training images. */
    public static Normalization mnist() {
        return new Normalization(new float[] {0.1307f}, new float[] {0.3081f});
    }

    /** Means and deviations of the pixels of CIFAR-10's training images. */
    public static Normalization cifar10() {
        return new Normalization(new float[] {0.4914f, 0.4822f, 0.4465f}, new float[] {0.2470f, 0.2435f, 0.2616f});
    }

    /** Means and deviations of the pixels of CIFAR-100's training images. */
    public static Normalization cifar100() {
        return new Normalization(new float[] {0.5071f, 0.4865f, 0.4409f}, new float[] {0.2673f, 0.2564f, 0.2762f});
    }

    /** The number of channels. */
    public int channels() {
        return mean.length;
    }

    /** A view of a dataset, its samples normalised. */
    public Dataset of(Dataset dataset) {
        int[] shape = dataset.shape();
        checkChannels(shape[shape.length - 1]);
        return new Normalized(dataset, this);
    }

    @Override
    public void apply(Images images, SeededRandom random) {
        apply(images);
    }

    private void apply(Images images) {
        checkChannels(images.channels());
        float[] values = images.values();
        int end = images.row(images.frames(), 0);
        for (int pixel = images.offset(); pixel < end; pixel += mean.length) {
            for (int c = 0; c < mean.length; c++) {
                values[pixel + c] = (values[pixel + c] - mean[c]) / deviation[c];
            }
        }
    }

    private void checkChannels(int channels) {
        if (channels != mean.length) {
            throw new IllegalArgumentException(
                    "the images have " + channels + " channels, expected the normalisation's " + mean.length);
        }
    }

    private record Normalized(Dataset dataset, Normalization normalization) implements Dataset {
        @Override
        public int size() {
            return dataset.size();
        }

        @Override
        public int classes() {
            return dataset.classes();
        }

        @Override
        public int[] shape() {
            return dataset.shape();
        }

        @Override
        public int label(int index) {
            return dataset.label(index);
        }

        @Override
        public void read(int index, float[] target, int offset) {
            dataset.read(index, target, offset);
            normalization.apply(Images.of(target, offset, dataset.shape()));
        }
    }
}
