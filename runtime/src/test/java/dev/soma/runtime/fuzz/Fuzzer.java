package dev.soma.runtime.fuzz;

import dev.soma.runtime.DeviceException;
import dev.soma.runtime.Grid;
import dev.soma.runtime.Kernel;
import dev.soma.runtime.catalog.KernelTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Compares a device with the JVM on random kernels, many in one kernel, and makes small what differs. */
final class Fuzzer implements AutoCloseable {
    private static final int INPUTS = 64;
    private static final int TRIES = 400;
    private static final float[] EDGES = {
        0f,
        -0f,
        1f,
        -1f,
        Float.NaN,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.MIN_VALUE,
        -1e-40f,
        2e9f,
        -3e9f,
        0.5f
    };

    private final SourceCompiler compiler = SourceCompiler.create();
    private final FuzzDevice reference;
    private final FuzzDevice device;
    private int classes;

    Fuzzer(FuzzDevice reference, FuzzDevice device) {
        this.reference = reference;
        this.device = device;
    }

    /** A kernel on which the device differs, as small as possible. */
    record Failure(long seed, Tree body, String difference) {}

    /** Runs the kernels of these seeds, each in a work-group of its own. */
    Optional<Failure> run(List<Long> seeds, boolean waits) {
        List<Tree> bodies = seeds.stream()
                .map(seed -> new KernelGenerator(seed, waits).body())
                .toList();
        if (compile(bodies).isEmpty()) {
            throw new IllegalStateException("javac refuses the kernels of the seeds " + seeds);
        }
        if (difference(bodies).isEmpty()) {
            return Optional.empty();
        }
        for (int i = 0; i < bodies.size(); i++) {
            Optional<String> difference = difference(List.of(bodies.get(i)));
            if (difference.isPresent()) {
                Tree least = shrink(bodies.get(i));
                return Optional.of(new Failure(
                        seeds.get(i), least, difference(List.of(least)).orElse(difference.get())));
            }
        }
        return Optional.of(new Failure(seeds.getFirst(), Tree.block(bodies), "only all kernels together differ"));
    }

    private Tree shrink(Tree body) {
        Tree least = body;
        int tries = 0;
        boolean shrunk = true;
        while (shrunk && tries < TRIES) {
            shrunk = false;
            for (Tree candidate : least.smaller()) {
                if (tries++ >= TRIES) {
                    break;
                }
                if (candidate.size() <= least.size()
                        && difference(List.of(candidate)).isPresent()) {
                    least = candidate;
                    shrunk = true;
                    break;
                }
            }
        }
        return least;
    }

    /** Where the device's results differ from the JVM's; empty if they do not, or if javac refuses the source. */
    private Optional<String> difference(List<Tree> bodies) {
        Optional<Kernel> kernel = compile(bodies);
        if (kernel.isEmpty()) {
            return Optional.empty();
        }
        Object[] expected = arguments(bodies.size());
        Object[] actual = arguments(bodies.size());
        Grid grid = Grid.of((long) bodies.size() * KernelSource.ITEMS, KernelSource.ITEMS);
        reference.run(kernel.get(), grid, expected);
        try {
            device.run(kernel.get(), grid, actual);
        } catch (DeviceException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
        return difference((int[]) expected[2], (int[]) actual[2])
                .or(() -> difference(bits((float[]) expected[3]), bits((float[]) actual[3])));
    }

    private Optional<Kernel> compile(List<Tree> bodies) {
        String name = "Fuzz" + classes++;
        return compiler.compile(name, KernelSource.of(name, bodies));
    }

    /** What a failure's kernel becomes. */
    String generated(Failure failure, KernelTarget target) {
        return compile(List.of(failure.body()))
                .map(kernel -> target.source(kernel, Map.of()))
                .orElse("javac refuses the source");
    }

    @Override
    public void close() {
        compiler.close();
    }

    private static Optional<String> difference(int[] expected, int[] actual) {
        for (int i = 0; i < expected.length; i++) {
            if (expected[i] != actual[i]) {
                return Optional.of("result " + i % KernelSource.SLOTS + " of work-item " + i / KernelSource.SLOTS
                        + " is " + Integer.toHexString(actual[i]) + ", expected " + Integer.toHexString(expected[i]));
            }
        }
        return Optional.empty();
    }

    /** One NaN for all. */
    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToIntBits(values[i]);
        }
        return bits;
    }

    private static Object[] arguments(int groups) {
        SplittableRandom random = new SplittableRandom(1);
        int[] ints = new int[INPUTS];
        float[] floats = new float[INPUTS];
        for (int i = 0; i < INPUTS; i++) {
            ints[i] = i % 3 == 0 ? random.nextInt(40) - 20 : random.nextInt();
            floats[i] = i % 4 == 0 ? EDGES[random.nextInt(EDGES.length)] : (float) (random.nextDouble() * 64 - 32);
        }
        int size = groups * KernelSource.ITEMS * KernelSource.SLOTS;
        return new Object[] {ints, floats, new int[size], new float[size]};
    }

    /** Consecutive seeds. */
    static List<Long> seeds(long first, int count) {
        List<Long> seeds = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            seeds.add(first + i);
        }
        return seeds;
    }
}
