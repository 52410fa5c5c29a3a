package dev.soma.bench;

import org.openjdk.jmh.annotations.Param;

/** A convolution under JMH, done by Soma's device {@code vector}, by PyTorch or by ND4J. */
public abstract class ConvolutionFamily extends PyTorchBenchmark {
    private static final String PYTORCH = "PyTorch";
    private static final String ND4J = "ND4J";

    /** What Soma is measured beside; {@code ND4J}, where it is on the class path, has forward and both gradients on floats. */
    @Param(PYTORCH)
    public String peer = PYTORCH;

    /** For the families. */
    protected ConvolutionFamily() {}

    @Override
    final Pairing<?> pairing() {
        return switch (peer) {
            case PYTORCH -> super.pairing();
            case ND4J -> besideNd4j();
            default -> throw new IllegalArgumentException("peer is " + peer + ", expected " + PYTORCH + " or " + ND4J);
        };
    }

    private Pairing<?> besideNd4j() {
        try {
            return Pairing.besideNd4j("vector", threads, Works.fullBesideNd4j());
        } catch (UnavailableException e) {
            throw new IllegalStateException(e.reason(), e);
        }
    }
}
