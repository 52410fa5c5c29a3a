package dev.soma.runtime.ptx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The few records that are kept of a word find the same races as the whole history. */
class RaceShadowTest {
    private static final int HISTORIES = 2000;
    private static final int ACCESSES = 12;

    /** An access to the word. */
    private record Access(int block, long stamp, int thread, boolean write) {
        boolean racesWith(Access other) {
            boolean ordered = block == other.block && stamp != other.stamp;
            boolean same = block == other.block && thread == other.thread;
            return (write || other.write) && !ordered && !same;
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void findsWhatTheWholeHistoryShows(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int races = 0;
        for (int i = 0; i < HISTORIES; i++) {
            races += compare(random) ? 1 : 0;
        }
        assertTrue(races > HISTORIES / 10 && races < HISTORIES, "races: " + races);
    }

    /** Whether the drawn history has a race; both agree on where the first one is. */
    private static boolean compare(SplittableRandom random) {
        RaceShadow shadow = new RaceShadow(1);
        List<Access> history = new ArrayList<>();
        int threads = random.nextInt(1, 4);
        double writes = random.nextDouble();
        long stamp = 5;
        long blockStart = 5;
        int block = 0;
        for (int i = 0; i < ACCESSES; i++) {
            if (random.nextInt(3) == 0) {
                stamp++;
                if (random.nextInt(4) == 0) {
                    block++;
                    blockStart = stamp;
                }
            }
            Access access = new Access(block, stamp, random.nextInt(threads), random.nextDouble() < writes);
            boolean expected = history.stream().anyMatch(access::racesWith);
            long me = Stamps.of(stamp, i, access.thread());
            long found = access.write() ? shadow.write(0, me, 5, blockStart, false) : shadow.read(0, me, 5, blockStart);
            assertEquals(expected, found != 0, () -> history + ", then " + access);
            if (expected) {
                assertTrue(access.racesWith(history.get(Stamps.position(found))));
                return true;
            }
            history.add(access);
        }
        return false;
    }

    @Test
    void whatIsOlderIsForgotten() {
        RaceShadow shadow = new RaceShadow(1);
        assertEquals(0, shadow.write(0, Stamps.of(3, 0, 1), 3, 3, false));
        assertEquals(0, shadow.write(0, Stamps.of(4, 0, 2), 4, 4, false));
        assertEquals(Stamps.of(4, 0, 2), shadow.read(0, Stamps.of(4, 1, 3), 4, 4));
    }

    @Test
    void stampsKeepTheirParts() {
        long record = Stamps.of((1L << 33) - 1, (1 << 20) - 1, 1023);
        assertEquals((1L << 33) - 1, Stamps.stamp(record));
        assertEquals((1 << 20) - 1, Stamps.position(record));
        assertEquals(1023, Stamps.thread(record));
    }
}
