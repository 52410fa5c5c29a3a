package dev.soma.runtime.vector;

import dev.soma.kernels.encoder.Threefry;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link EncoderLoops} with the Vector API: {@link Threefry} in all lanes at once. */
final class VectorEncoderLoops implements EncoderLoops {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
    private static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);
    private static final int LANES = SPECIES.length();

    @Override
    public void poisson(long seed, int step, float[] x, int from, int count, int[] spikes) {
        for (int first = 0; first < count; first += Integer.SIZE) {
            int length = Math.min(Integer.SIZE, count - first);
            int word = 0;
            int bit = 0;
            for (; bit + LANES <= length; bit += LANES) {
                word |= vector(seed, step, x, from + first + bit) << bit;
            }
            if (bit < length) {
                word |= ScalarEncoderLoops.word(seed, step, x, from + first + bit, length - bit) << bit;
            }
            spikes[first / Integer.SIZE] = word;
        }
    }

    /** The spikes of {@code x[from] .. x[from + LANES - 1]}. */
    private static int vector(long seed, int step, float[] x, int from) {
        int k0 = (int) seed;
        int k1 = (int) (seed >>> Integer.SIZE);
        int k2 = Threefry.PARITY ^ k0 ^ k1;
        IntVector a = IntVector.broadcast(INTS, from + k0).addIndex(1);
        IntVector b = IntVector.broadcast(INTS, step + k1);
        for (int injection = 1; injection <= 5; injection++) {
            boolean odd = (injection & 1) == 1;
            a = a.add(b);
            b = rotateLeft(b, odd ? 13 : 17).lanewise(VectorOperators.XOR, a);
            a = a.add(b);
            b = rotateLeft(b, odd ? 15 : 29).lanewise(VectorOperators.XOR, a);
            a = a.add(b);
            b = rotateLeft(b, odd ? 26 : 16).lanewise(VectorOperators.XOR, a);
            a = a.add(b);
            b = rotateLeft(b, odd ? 6 : 24).lanewise(VectorOperators.XOR, a);
            int first = k0;
            k0 = k1;
            k1 = k2;
            k2 = first;
            a = a.add(k0);
            b = b.add(k1 + injection);
        }
        FloatVector uniform =
                ((FloatVector) a.lanewise(VectorOperators.LSHR, 8).convert(VectorOperators.I2F, 0)).mul(0x1p-24f);
        VectorMask<Float> less = uniform.compare(VectorOperators.LT, FloatVector.fromArray(SPECIES, x, from));
        return (int) less.toLong();
    }

    private static IntVector rotateLeft(IntVector bits, int distance) {
        return bits.lanewise(VectorOperators.LSHL, distance)
                .or(bits.lanewise(VectorOperators.LSHR, Integer.SIZE - distance));
    }
}
