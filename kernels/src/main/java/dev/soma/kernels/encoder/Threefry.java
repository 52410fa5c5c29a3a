package dev.soma.kernels.encoder;

/**
 * Counter-based random numbers: a number is a function of a key and a counter, so that every work-item makes its own, in any
 * order, and all devices make the same. Threefry-2x32 with 20 rounds, Salmon, Moraes, Dror and Shaw, "Parallel random numbers:
 * as easy as 1, 2, 3", SC 2011; it passes BigCrush.
 */
public final class Threefry {
    /** What makes the third word of the key: with it a key of zeros is not weak. */
    public static final int PARITY = 0x1BD11BDA;

    private Threefry() {}

    /** The first of the two words, 32 random bits. */
    public static int word(int key0, int key1, int counter0, int counter1) {
        int a = counter0 + key0;
        int b = counter1 + key1;
        int k0 = key0;
        int k1 = key1;
        int k2 = PARITY ^ key0 ^ key1;
        for (int injection = 1; injection <= 5; injection++) {
            boolean odd = (injection & 1) == 1;
            a += b;
            b = rotateLeft(b, odd ? 13 : 17) ^ a;
            a += b;
            b = rotateLeft(b, odd ? 15 : 29) ^ a;
            a += b;
            b = rotateLeft(b, odd ? 26 : 16) ^ a;
            a += b;
            b = rotateLeft(b, odd ? 6 : 24) ^ a;
            int first = k0;
            k0 = k1;
            k1 = k2;
            k2 = first;
            a += k0;
            b += k1 + injection;
        }
        return a;
    }

    private static int rotateLeft(int bits, int distance) {
        return (bits << distance) | (bits >>> (32 - distance));
    }
}
