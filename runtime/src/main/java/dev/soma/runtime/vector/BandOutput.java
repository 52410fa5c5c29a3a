package dev.soma.runtime.vector;

/** Where the output of a convolution of spikes goes, a band at a time. Workers have bands at the same time. */
interface BandOutput {

    /** Whether each band's output begins at 0, as {@code [images, rows, columns, channels]}; else all are where they belong. */
    boolean isApart();

    /** Where to put a worker's current band. */
    float[] array(int worker, SpikeBand band);

    /** Is told that the output of a worker's current band is complete. */
    void finish(int worker, SpikeBand band);
}
