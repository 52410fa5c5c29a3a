package dev.soma.runtime.ptx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every instruction against what it means, for values at the edges and drawn ones. */
class InstructionTest {
    private static final long SEED = 1;
    private static final int DRAWN = 400;

    private static final long[] EDGES = {
        0,
        1,
        -1,
        31,
        32,
        33,
        Integer.MIN_VALUE,
        Integer.MAX_VALUE,
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        0xFFFF_FFFFL,
        0x8000_0000L,
        0x3F80_0000, // 1
        0xBFC0_0000, // -1.5
        0x4F00_0000, // 2^31
        0x5F80_0000, // 2^64
        0x7F80_0000, // infinity
        0xFF80_0000, // -infinity
        0x7FC0_0001, // NaN
        0x0000_0003, // subnormal
        0x3F00_0000, // 0.5
        0x4B00_0001
    };

    static Stream<InstructionCase> cases() {
        return InstructionCases.all().stream();
    }

    @ParameterizedTest(name = "{0}, seed " + SEED)
    @MethodSource("cases")
    void computesWhatItMeans(InstructionCase tested) {
        List<long[]> operands = operands();
        long[] results = tested.run(operands);
        for (int i = 0; i < results.length; i++) {
            long[] given = operands.get(i);
            assertEquals(
                    Long.toHexString(tested.expected(given)),
                    Long.toHexString(results[i]),
                    () -> tested + " of " + Long.toHexString(given[0]) + ", " + Long.toHexString(given[1]) + ", "
                            + Long.toHexString(given[2]));
        }
    }

    private static List<long[]> operands() {
        List<long[]> operands = new ArrayList<>();
        for (long a : EDGES) {
            for (long b : EDGES) {
                operands.add(new long[] {a, b, EDGES[operands.size() % EDGES.length]});
            }
        }
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < DRAWN; i++) {
            operands.add(new long[] {drawn(random), drawn(random), drawn(random)});
        }
        return operands;
    }

    /** Any bits, or a float of ordinary size. */
    private static long drawn(SplittableRandom random) {
        return random.nextBoolean()
                ? random.nextLong()
                : Float.floatToRawIntBits((float) random.nextDouble(-100, 100)) & 0xFFFF_FFFFL;
    }

    @Test
    void ptxasTakesEveryCase() throws Exception {
        Ptxas.assumePresent();
        StringBuilder module = new StringBuilder(Ptx.HEADER);
        List<InstructionCase> cases = InstructionCases.all();
        for (int i = 0; i < cases.size(); i++) {
            module.append(cases.get(i).entry("k" + i));
        }
        assertEquals("", Ptxas.complaint(module.toString()).orElse(""));
    }
}
