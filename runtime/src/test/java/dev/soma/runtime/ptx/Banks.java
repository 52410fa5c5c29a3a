package dev.soma.runtime.ptx;

import java.util.Arrays;

/**
 * Passes that an access to shared memory takes: 32 banks of 4 bytes serve one word each a pass, and a word that several
 * lanes want counts once. Accesses of 8 bytes go by half warps, those of 16 by quarters.
 */
final class Banks {
    private static final int BANKS = 32;

    private final int[] counts = new int[BANKS];
    private final int[] words = new int[BANKS * BANKS];
    private int wordsPerLane;
    private int lanesPerGroup;
    private int group;
    private int wavefronts;
    private int groups;

    void begin(int bytes) {
        wordsPerLane = Math.max(1, bytes / 4);
        lanesPerGroup = Lanes.COUNT / wordsPerLane;
        group = -1;
        wavefronts = 0;
        groups = 0;
    }

    /** The words of a lane; lanes come in ascending order. */
    void lane(int lane, int word) {
        if (lane / lanesPerGroup != group) {
            close();
            group = lane / lanesPerGroup;
            groups++;
            Arrays.fill(counts, 0);
        }
        for (int i = 0; i < wordsPerLane; i++) {
            add(word + i);
        }
    }

    private void add(int word) {
        int bank = word & BANKS - 1;
        int count = counts[bank];
        for (int i = 0; i < count; i++) {
            if (words[bank * BANKS + i] == word) {
                return;
            }
        }
        words[bank * BANKS + count] = word;
        counts[bank] = count + 1;
    }

    private void close() {
        if (group >= 0) {
            int most = 0;
            for (int count : counts) {
                most = Math.max(most, count);
            }
            wavefronts += most;
        }
    }

    void end(Counters counters) {
        close();
        counters.sharedAccesses++;
        counters.sharedWavefronts += wavefronts;
        counters.bankConflicts += wavefronts - groups;
    }
}
