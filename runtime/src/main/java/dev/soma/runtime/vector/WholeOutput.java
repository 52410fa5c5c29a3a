package dev.soma.runtime.vector;

/**
 * The output in memory.
 *
 * @param y {@code [batch, outHeight, outWidth, outChannels]}
 */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier
record WholeOutput(float[] y) implements BandOutput {

    @Override
    public boolean isApart() {
        return false;
    }

    @Override
    public float[] array(int worker, SpikeBand band) {
        return y;
    }

    @Override
    public void finish(int worker, SpikeBand band) {}
}
