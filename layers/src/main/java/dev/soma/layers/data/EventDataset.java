package dev.soma.layers.data;

import dev.soma.layers.io.FormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Recordings of an event camera, one file a sample, in one folder a class; samples are frames {@code [T, H, W, 2]}. Files are read
 * when they are asked for. Classes and files are ordered by name, numbers by their value.
 */
public final class EventDataset implements Dataset {
    /** The classes of CIFAR10-DVS, in the order of their labels. */
    private static final List<String> CIFAR10 =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

    private static final List<String> DIGITS = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

    private final EventFormat format;
    private final EventFrames frames;
    private final int classes;
    private final List<Sample> samples;

    private record Sample(Path file, int label) {}

    private EventDataset(EventFormat format, EventFrames frames, int classes, List<Sample> samples) {
        this.format = format;
        this.frames = frames;
        this.classes = classes;
        this.samples = List.copyOf(samples);
    }

    /**
     * CIFAR10-DVS (Li et al., 2017), unpacked: {@code folder/airplane/cifar10_airplane_0.aedat} and so on, 10 classes. It has no
     * test set of its own: see {@link Subset#split(Dataset, double)}.
     *
     * @param frames at most 128 x 128
     * @throws NoSuchFileException if a folder is missing; the message says where to get it
     * @throws FormatException if a class has no files
     */
    public static EventDataset cifar10Dvs(Path folder, EventFrames frames) throws IOException {
        return open(
                folder,
                CIFAR10,
                EventFormat.cifar10Dvs(),
                frames,
                "unpack the ten archives of CIFAR10-DVS (https://figshare.com/articles/dataset/CIFAR10-DVS_New/4724671) in "
                        + folder);
    }

    /**
     * N-MNIST (Orchard et al., 2015), unpacked: {@code folder/Train/0/00002.bin} and so on, 10 classes.
     *
     * @param frames at most 34 x 34
     * @throws NoSuchFileException if a folder is missing; the message says where to get it
     * @throws FormatException if a class has no files
     */
    public static EventDataset nMnist(Path folder, Split split, EventFrames frames) throws IOException {
        String part = split == Split.TRAIN ? "Train" : "Test";
        return open(
                folder.resolve(part),
                DIGITS,
                EventFormat.nMnist(),
                frames,
                "unpack " + part + ".zip of N-MNIST (https://www.garrickorchard.com/datasets/n-mnist) in " + folder);
    }

    /**
     * Any recordings in one folder a class; the classes are the folders there are.
     *
     * @throws NoSuchFileException if there is no such folder
     * @throws FormatException if there is no folder in it, or one without files of the format
     */
    public static EventDataset folders(Path folder, EventFormat format, EventFrames frames) throws IOException {
        String cure = "put one folder for each class there, with its " + format.extension() + " files";
        checkFolder(folder, cure);
        List<String> names = list(folder, Files::isDirectory);
        if (names.isEmpty()) {
            throw new FormatException(folder, "it has no folders", cure);
        }
        return open(folder, names, format, frames, cure);
    }

    private static EventDataset open(
            Path folder, List<String> classes, EventFormat format, EventFrames frames, String cure) throws IOException {
        if (frames.height() > format.height() || frames.width() > format.width()) {
            throw new IllegalArgumentException("the frames are " + frames.height() + " x " + frames.width()
                    + ", expected at most the sensor's " + format.height() + " x " + format.width());
        }
        List<Sample> samples = new ArrayList<>();
        for (int label = 0; label < classes.size(); label++) {
            Path ofClass = folder.resolve(classes.get(label));
            checkFolder(ofClass, cure);
            List<String> names = list(ofClass, file -> file.toString().endsWith(format.extension()));
            if (names.isEmpty()) {
                throw new FormatException(ofClass, "it has no " + format.extension() + " files", cure);
            }
            for (String name : names) {
                samples.add(new Sample(ofClass.resolve(name), label));
            }
        }
        return new EventDataset(format, frames, classes.size(), samples);
    }

    private static void checkFolder(Path folder, String cure) throws NoSuchFileException {
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString(), null, "there is no such folder: " + cure);
        }
    }

    private static List<String> list(Path folder, Predicate<Path> wanted) throws IOException {
        Comparator<String> order = new NaturalOrder();
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(wanted)
                    .map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !name.startsWith("."))
                    .sorted(order)
                    .toList();
        }
    }

    @Override
    public int size() {
        return samples.size();
    }

    @Override
    public int classes() {
        return classes;
    }

    @Override
    public int[] shape() {
        return new int[] {frames.steps(), frames.height(), frames.width(), EventFrames.CHANNELS};
    }

    @Override
    public int label(int index) {
        return samples.get(index).label();
    }

    /** The file of a sample. */
    public Path file(int index) {
        return samples.get(index).file();
    }

    @Override
    public void read(int index, float[] target, int offset) {
        Path file = samples.get(index).file();
        try {
            Events events = format.reader().read(file);
            checkPlaces(file, events);
            frames.fill(events, format.height(), format.width(), target, offset);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private void checkPlaces(Path file, Events events) throws FormatException {
        for (int i = 0; i < events.count(); i++) {
            int x = events.x()[i];
            int y = events.y()[i];
            if (x < 0 || x >= format.width() || y < 0 || y >= format.height()) {
                throw new FormatException(
                        file,
                        "event " + i + " is in column " + x + " and row " + y + ", expected a place on the sensor of "
                                + format.width() + " x " + format.height(),
                        "it is damaged or another camera's: fetch it again");
            }
        }
    }
}
