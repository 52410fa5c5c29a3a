package dev.soma.layers.models;

import dev.soma.layers.BatchNorm;
import dev.soma.layers.Layer;
import dev.soma.layers.Lif;
import dev.soma.layers.Mpbn;
import dev.soma.runtime.NormAxis;
import dev.soma.runtime.NormSettings;
import java.util.Locale;
import java.util.stream.Stream;

/** What a network normalises. */
public enum Norm {
    /** Nothing. */
    NONE,
    /** The output of each convolution. */
    BN,
    /** The output of each convolution and, channel-wise, each membrane potential. */
    MPBN,
    /** The output of each convolution and, element-wise, each membrane potential. */
    MPBN_ELEMENT;

    /** Convolutions need a bias only where no normalisation follows. */
    boolean bias() {
        return this == NONE;
    }

    /** The normalisation after a convolution: one layer or none. */
    Stream<Layer> afterConvolution(BatchNorm batchNorm) {
        return this == NONE ? Stream.of() : Stream.of(batchNorm);
    }

    /** These neurons, with the normalisation of their potentials. */
    Lif neurons(Lif lif, NormSettings settings) {
        return switch (this) {
            case NONE, BN -> lif.withMpbn(null);
            case MPBN -> lif.withMpbn(new Mpbn(NormAxis.CHANNEL, settings));
            case MPBN_ELEMENT -> lif.withMpbn(new Mpbn(NormAxis.ELEMENT, settings));
        };
    }

    /** The word for the command line: {@code mpbn-element}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
