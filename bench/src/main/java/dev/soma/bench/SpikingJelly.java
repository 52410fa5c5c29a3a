package dev.soma.bench;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.soma.layers.io.SafeTensors;
import dev.soma.layers.io.Tensor;
import dev.soma.runtime.catalog.HostArray;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * SpikingJelly in a Python process of its own, which does what it is told line by line. A line to it and its answer take
 * some 0.1 ms, which counts as its time.
 */
final class SpikingJelly implements AutoCloseable {
    private static final String SCRIPT = "spikingjelly_resnet20.py";
    private static final String TASK = "task.safetensors";
    private static final String RESULTS = "results.safetensors";
    private static final String ERRORS = "errors.txt";
    private static final String CURE = "; it needs: pip install torch==2.7.1 spikingjelly==2.0.0";
    private static final int SECONDS_TO_END = 10;

    private final Path folder;
    private final Process process;
    private final Writer commands;
    private final BufferedReader answers;
    private final JsonNode about;

    private SpikingJelly(Path folder, Process process, BufferedReader answers, JsonNode about) {
        this.folder = folder;
        this.process = process;
        this.commands = process.outputWriter();
        this.answers = answers;
        this.about = about;
    }

    /**
     * What ResNet-20 is given.
     *
     * @param state parameters and statistics by Soma's names
     * @param steps time steps, T
     * @param images {@code [batches, N, H, W, C]}
     * @param labels {@code [batches, N]}
     */
    record Task(Map<String, HostArray> state, int steps, HostArray images, HostArray labels) {

        private void write(Path file) throws IOException {
            Map<String, Tensor> tensors = new TreeMap<>();
            state.forEach((name, array) -> tensors.put("state." + name, Tensor.of(array)));
            tensors.put("steps", Tensor.of(new int[] {steps}, 1));
            tensors.put("images", Tensor.of(images));
            tensors.put("labels", Tensor.of(labels));
            SafeTensors.write(file, tensors, Map.of());
        }
    }

    /**
     * Starts it.
     *
     * @param python path or name of the interpreter
     * @throws UnavailableException if that is none, or lacks what the script needs
     */
    static SpikingJelly open(String python, int threads) throws UnavailableException {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("soma-bench");
            return start(folder, python, threads);
        } catch (IOException e) {
            deleteAll(folder);
            throw new UnavailableException(e.getMessage() + CURE, e);
        }
    }

    private static SpikingJelly start(Path folder, String python, int threads) throws IOException {
        try (InputStream script = SpikingJelly.class.getResourceAsStream(SCRIPT)) {
            Files.copy(Objects.requireNonNull(script, SCRIPT), folder.resolve(SCRIPT));
        }
        Process process = new ProcessBuilder(python, SCRIPT, "--serve", "--threads", Integer.toString(threads))
                .directory(folder.toFile())
                .redirectError(folder.resolve(ERRORS).toFile())
                .start();
        BufferedReader answers = process.inputReader();
        String about = answers.readLine();
        try {
            return new SpikingJelly(
                    folder,
                    process,
                    answers,
                    new ObjectMapper().readTree(Objects.requireNonNullElse(about, "the end")));
        } catch (JacksonException e) {
            process.destroy();
            throw new IOException(python + " does not run SpikingJelly: " + lastError(folder), e);
        }
    }

    private static String lastError(Path folder) throws IOException {
        List<String> errors = Files.readAllLines(folder.resolve(ERRORS));
        return errors.isEmpty() ? "it ended without a word" : errors.getLast();
    }

    /** The versions of SpikingJelly and of its PyTorch. */
    String version() {
        return about.path("spikingjelly").asText() + " on PyTorch "
                + about.path("torch").asText();
    }

    /** The number of threads it computes with. */
    int threads() {
        return about.path("threads").asInt();
    }

    /** A training step of ResNet-20, forward to SGD, on the batches in turn. */
    Side training(Task task) {
        return new Remote("training", task);
    }

    /** Inference of ResNet-20 on the first batch. */
    Side inference(Task task) {
        return new Remote("inference", task);
    }

    private void ask(String command) {
        try {
            commands.write(command + "\n");
            commands.flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new IllegalStateException("SpikingJelly has ended: " + lastError(folder));
            }
            if (!answer.isEmpty()) {
                throw new IllegalStateException("SpikingJelly failed: " + answer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("SpikingJelly does not answer", e);
        }
    }

    /** The work that the process has open; one at a time. */
    private final class Remote implements Side {

        Remote(String kind, Task task) {
            try {
                task.write(folder.resolve(TASK));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            ask("open " + kind + " " + TASK);
        }

        @Override
        public void run() {
            ask("run");
        }

        @Override
        public Map<String, float[]> results() {
            ask("results " + RESULTS);
            Map<String, float[]> results = new TreeMap<>();
            try {
                SafeTensors.read(folder.resolve(RESULTS))
                        .tensors()
                        .forEach((name, tensor) -> results.put(name, tensor.floats()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return results;
        }

        @Override
        public void close() {
            ask("close");
        }
    }

    /** Ends the process. */
    @Override
    public void close() {
        try {
            commands.close(); // the script ends where its input does
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException _) {
            process.destroyForcibly(); // it has ended before
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        deleteAll(folder);
    }

    private static void deleteAll(@Nullable Path folder) {
        if (folder == null) {
            return;
        }
        try {
            for (String file : List.of(SCRIPT, TASK, RESULTS, ERRORS)) {
                Files.deleteIfExists(folder.resolve(file));
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder + " cannot be deleted", e);
        }
    }
}
