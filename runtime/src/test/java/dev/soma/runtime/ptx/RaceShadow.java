package dev.soma.runtime.ptx;

/**
 * Who touched each word of a memory last. Two threads race for a word if one of them writes it and no barrier orders
 * them: threads of one block in the same stretch between barriers, or threads of two blocks at any time. Blocks run one
 * after another here, so a few records a word suffice. The bytes of a word count as one: threads that write neighbouring
 * bytes of a word are told of, though hardware keeps them apart.
 */
final class RaceShadow {
    private final long[] writer;
    private final long[] reader;
    /** Another reader of the same stretch. */
    private final long[] secondReader;
    /** A reader of an earlier block. */
    private final long[] earlierReader;

    RaceShadow(int words) {
        this.writer = new long[words];
        this.reader = new long[words];
        this.secondReader = new long[words];
        this.earlierReader = new long[words];
    }

    /**
     * The record that a read races with, or 0. Records older than {@code oldest} are of the past;
     * {@code blockStart} is the first stamp of the running block.
     */
    long read(int word, long me, long oldest, long blockStart) {
        long wrote = writer[word];
        if (Stamps.stamp(wrote) >= oldest && unordered(wrote, me, blockStart)) {
            return wrote;
        }
        long read = reader[word];
        long stamp = Stamps.stamp(me);
        if (Stamps.stamp(read) != stamp) {
            if (Stamps.stamp(read) >= oldest && Stamps.stamp(read) < blockStart) {
                earlierReader[word] = read;
            }
            reader[word] = me;
        } else if (Stamps.thread(read) != Stamps.thread(me)) {
            secondReader[word] = me;
        }
        return 0;
    }

    /**
     * The record that a write races with, or 0. Lanes of one warp may write one word in one instruction if the value is
     * the {@code same}.
     */
    long write(int word, long me, long oldest, long blockStart, boolean same) {
        long wrote = writer[word];
        if (Stamps.stamp(wrote) >= oldest && unordered(wrote, me, blockStart)) {
            boolean together = Stamps.stamp(wrote) == Stamps.stamp(me)
                    && Stamps.position(wrote) == Stamps.position(me)
                    && Stamps.thread(wrote) / Lanes.COUNT == Stamps.thread(me) / Lanes.COUNT;
            if (!together || !same) {
                return wrote;
            }
        }
        long read = reader[word];
        if (Stamps.stamp(read) >= oldest && unordered(read, me, blockStart)) {
            return read;
        }
        long second = secondReader[word];
        if (Stamps.stamp(second) == Stamps.stamp(me) && Stamps.thread(second) != Stamps.thread(me)) {
            return second;
        }
        long earlier = earlierReader[word];
        if (Stamps.stamp(earlier) >= oldest && Stamps.stamp(earlier) < blockStart) {
            return earlier;
        }
        writer[word] = me;
        return 0;
    }

    /** Whether the record is the word's last write, rather than a read. */
    boolean isWrite(int word, long record) {
        return writer[word] == record;
    }

    private static boolean unordered(long before, long me, long blockStart) {
        long stamp = Stamps.stamp(before);
        return stamp == Stamps.stamp(me) ? Stamps.thread(before) != Stamps.thread(me) : stamp < blockStart;
    }
}
