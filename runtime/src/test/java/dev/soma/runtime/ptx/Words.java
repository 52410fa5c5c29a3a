package dev.soma.runtime.ptx;

/** Values in memories of 32-bit words. */
final class Words {
    private Words() {}

    /** The value at byte {@code at} of the word {@code index}; its next word is {@code stride} further. */
    static long load(int[] words, int index, int stride, int at, PtxType type) {
        return switch (type.bits()) {
            case 32 -> words[index];
            case 64 -> (words[index] & 0xFFFF_FFFFL) | ((long) words[index + stride] << 32);
            default -> type.narrow(words[index] >>> (8 * at));
        };
    }

    static void store(int[] words, int index, int stride, int at, PtxType type, long value) {
        switch (type.bits()) {
            case 32 -> words[index] = (int) value;
            case 64 -> {
                words[index] = (int) value;
                words[index + stride] = (int) (value >>> 32);
            }
            default -> words[index] = (words[index] & ~(0xFF << (8 * at))) | (((int) value & 0xFF) << (8 * at));
        }
    }
}
