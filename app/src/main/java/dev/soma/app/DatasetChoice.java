package dev.soma.app;

import dev.soma.layers.data.Augmentation;
import dev.soma.layers.data.CifarLoader;
import dev.soma.layers.data.Cutout;
import dev.soma.layers.data.Dataset;
import dev.soma.layers.data.EventDataset;
import dev.soma.layers.data.EventFrames;
import dev.soma.layers.data.EventSplit;
import dev.soma.layers.data.HorizontalFlip;
import dev.soma.layers.data.IdxLoader;
import dev.soma.layers.data.MnistSmall;
import dev.soma.layers.data.Normalization;
import dev.soma.layers.data.RandomCrop;
import dev.soma.layers.data.Split;
import dev.soma.layers.data.Subset;
import java.io.IOException;
import java.nio.file.Path;

/** The datasets of the command line, each as its users take it. */
enum DatasetChoice {
    /** 6,000 + 1,000 images of MNIST that come with Soma. */
    MNIST_SMALL,
    /** MNIST, IDX files. */
    MNIST,
    /** CIFAR-10, binary version. */
    CIFAR10,
    /** CIFAR-100, binary version. */
    CIFAR100,
    /** CIFAR10-DVS, AEDAT 3.1 files. */
    CIFAR10_DVS,
    /** N-MNIST, event files. */
    N_MNIST;

    private static final int CROP_DIGITS = 2;
    private static final int CROP_OBJECTS = 4;
    private static final int CUTOUT = 16;
    private static final int DVS_SIZE = 48;
    private static final int N_MNIST_SIZE = 34;
    private static final double DVS_TRAINING_SHARE = 0.9;

    /**
     * A dataset, normalised, in two parts.
     *
     * @param train to train on
     * @param test to evaluate on
     * @param augmentation of the training samples
     */
    record Loaded(Dataset train, Dataset test, Augmentation augmentation) {}

    /** Where the files are if nobody says otherwise. */
    Path defaultFolder() {
        return Path.of("data", Words.of(this));
    }

    /** Loads it. {@code steps} is the number of frames of event data. */
    Loaded load(Path folder, int steps) throws IOException {
        return switch (this) {
            case MNIST_SMALL ->
                images(Normalization.mnist(), MnistSmall.load(Split.TRAIN), MnistSmall.load(Split.TEST), digits());
            case MNIST ->
                images(
                        Normalization.mnist(),
                        IdxLoader.mnist(folder, Split.TRAIN),
                        IdxLoader.mnist(folder, Split.TEST),
                        digits());
            case CIFAR10 ->
                images(
                        Normalization.cifar10(),
                        CifarLoader.cifar10(folder, Split.TRAIN),
                        CifarLoader.cifar10(folder, Split.TEST),
                        objects());
            case CIFAR100 ->
                images(
                        Normalization.cifar100(),
                        CifarLoader.cifar100(folder, Split.TRAIN),
                        CifarLoader.cifar100(folder, Split.TEST),
                        objects());
            case CIFAR10_DVS -> {
                Dataset all =
                        EventDataset.cifar10Dvs(folder, new EventFrames(steps, EventSplit.NUMBER, DVS_SIZE, DVS_SIZE));
                Subset.Parts parts = Subset.split(all, DVS_TRAINING_SHARE);
                yield new Loaded(parts.first(), parts.second(), new HorizontalFlip());
            }
            case N_MNIST -> {
                EventFrames frames = new EventFrames(steps, EventSplit.NUMBER, N_MNIST_SIZE, N_MNIST_SIZE);
                yield new Loaded(
                        EventDataset.nMnist(folder, Split.TRAIN, frames),
                        EventDataset.nMnist(folder, Split.TEST, frames),
                        Augmentation.NONE);
            }
        };
    }

    /** The network that suits it. */
    ModelChoice defaultModel() {
        return switch (this) {
            case MNIST_SMALL, MNIST, N_MNIST -> ModelChoice.DIGITS;
            case CIFAR10, CIFAR100 -> ModelChoice.RESNET20;
            case CIFAR10_DVS -> ModelChoice.RESNET19;
        };
    }

    /** Enough to learn it well in a reasonable time. */
    int defaultEpochs() {
        return switch (this) {
            case MNIST_SMALL -> 12;
            case MNIST -> 16;
            case CIFAR10, CIFAR100 -> 100;
            case CIFAR10_DVS, N_MNIST -> 30;
        };
    }

    private static Loaded images(Normalization normalization, Dataset train, Dataset test, Augmentation augmentation) {
        return new Loaded(normalization.of(train), normalization.of(test), augmentation);
    }

    private static Augmentation digits() {
        // a black border, as normalised
        return new RandomCrop(CROP_DIGITS, -0.1307f / 0.3081f);
    }

    private static Augmentation objects() {
        return Augmentation.of(new RandomCrop(CROP_OBJECTS), new HorizontalFlip(), new Cutout(CUTOUT));
    }
}
