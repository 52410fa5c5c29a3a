package dev.soma.runtime.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Cases of {@link EncoderOperations}. */
final class EncoderCases {
    private static final long WORD = 0xFFFFFFFFL;

    /** Values are multiples of 1 / LEVELS, so that neither the reference nor a device rounds where it computes a latency. */
    private static final int LEVELS = 64;

    private static final float[] SPECIAL = {
        0f,
        -0f,
        -1f,
        Float.NaN,
        Float.MIN_VALUE,
        0x1p-24f,
        0.5f,
        Math.nextDown(1f),
        1f,
        2f,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY
    };

    private EncoderCases() {}

    static List<OperationCase> all() {
        List<OperationCase> cases = new ArrayList<>();
        long seed = 1;
        for (int steps : new int[] {1, 2, 5}) {
            for (int[] shape :
                    new int[][] {{1, 1}, {3, 7}, {2, 3, 1}, {70, 30, 3}, {5, 31}, {33, 32}, {9, 33}, {3, 2500}}) {
                add(cases, steps, shape, seed++);
            }
        }
        HostArray special = HostArray.of(SPECIAL, 1, SPECIAL.length);
        for (long randomSeed : new long[] {0, -1, 1L << 32, Long.MIN_VALUE}) {
            cases.add(OperationCase.of("encode-poisson", "special values seed=" + randomSeed, EncoderCases::poisson)
                    .in("x", special)
                    .set("steps", 40)
                    .set("seed", randomSeed));
        }
        cases.add(OperationCase.of("encode-latency", "special values", EncoderCases::latency)
                .in("x", special)
                .set("steps", 9));
        return cases;
    }

    private static void add(List<OperationCase> cases, int steps, int[] shape, long seed) {
        RandomArrays random = new RandomArrays(seed);
        String label = "T=" + steps + " shape=" + Arrays.toString(shape) + " seed=" + seed;
        int[] sequence = new int[shape.length + 1];
        sequence[0] = steps;
        System.arraycopy(shape, 0, sequence, 1, shape.length);
        cases.add(OperationCase.of("encode-direct", label, EncoderCases::direct)
                .in("x", random.normal(0, 1, shape))
                .set("steps", steps));
        cases.add(OperationCase.of("encode-direct-backward", label, EncoderCases::directBackward)
                .in("gradXSeq", random.normal(0, 1, sequence)));
        cases.add(OperationCase.of("encode-poisson", label, EncoderCases::poisson)
                .in("x", random.uniform(-0.1, 1.1, shape))
                .set("steps", steps)
                .set("seed", seed * 0x9E3779B97F4A7C15L));
        float[] levels = random.ints(LEVELS + 1, shape).floats();
        for (int i = 0; i < levels.length; i++) {
            levels[i] /= LEVELS;
        }
        cases.add(OperationCase.of("encode-latency", label, EncoderCases::latency)
                .in("x", HostArray.of(levels, shape))
                .set("steps", steps));
    }

    private static Map<String, Expected> direct(Inputs inputs, Map<String, HostArray> actual) {
        float[] x = inputs.array("x").floats();
        int steps = (int) inputs.number("steps", "4");
        float[] sequence = new float[steps * x.length];
        for (int i = 0; i < sequence.length; i++) {
            sequence[i] = x[i % x.length];
        }
        return Map.of("xSeq", Expected.exactly(sequence));
    }

    private static Map<String, Expected> directBackward(Inputs inputs, Map<String, HostArray> actual) {
        double[] sequence = inputs.doubles("gradXSeq");
        double[] sum = new double[sequence.length / inputs.shape("gradXSeq")[0]];
        double[] magnitudes = new double[sum.length];
        for (int i = 0; i < sequence.length; i++) {
            sum[i % sum.length] += sequence[i];
            magnitudes[i % sum.length] += Math.abs(sequence[i]);
        }
        return Map.of("gradX", Expected.near(Tolerance.SUM, sum, magnitudes));
    }

    private static Map<String, Expected> poisson(Inputs inputs, Map<String, HostArray> actual) {
        double[] x = inputs.doubles("x");
        long seed = Long.parseLong(inputs.setting("seed", "0"));
        int steps = (int) inputs.number("steps", "4");
        int[] spikes = new int[steps * x.length];
        for (int i = 0; i < spikes.length; i++) {
            long bits = threefry(seed & WORD, seed >>> 32, i % x.length, i / x.length);
            spikes[i] = (bits >>> 8) / 0x1p24 < x[i % x.length] ? 1 : 0;
        }
        return Map.of("spikeSeq", Expected.exactly(spikes));
    }

    private static Map<String, Expected> latency(Inputs inputs, Map<String, HostArray> actual) {
        double[] x = inputs.doubles("x");
        int steps = (int) inputs.number("steps", "4");
        int[] spikes = new int[steps * x.length];
        for (int i = 0; i < x.length; i++) {
            if (x[i] > 0) {
                int t = (int) ((1 - Math.min(x[i], 1)) * (steps - 1) + 0.5);
                spikes[t * x.length + i] = 1;
            }
        }
        return Map.of("spikeSeq", Expected.exactly(spikes));
    }

    /** The first word of Threefry-2x32 with 20 rounds, written as in the paper: words as longs, rounds by number. */
    private static long threefry(long key0, long key1, long counter0, long counter1) {
        int[] rotations = {13, 15, 26, 6, 17, 29, 16, 24};
        long[] keys = {key0, key1, 0x1BD11BDAL ^ key0 ^ key1};
        long a = (counter0 + keys[0]) & WORD;
        long b = (counter1 + keys[1]) & WORD;
        for (int round = 0; round < 20; round++) {
            a = (a + b) & WORD;
            int rotation = rotations[round % 8];
            b = (((b << rotation) & WORD) | (b >>> (32 - rotation))) ^ a;
            if (round % 4 == 3) {
                int injection = round / 4 + 1;
                a = (a + keys[injection % 3]) & WORD;
                b = (b + keys[(injection + 1) % 3] + injection) & WORD;
            }
        }
        return a;
    }
}
