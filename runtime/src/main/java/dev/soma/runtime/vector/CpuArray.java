package dev.soma.runtime.vector;

import dev.soma.runtime.ArrayOps;
import dev.soma.runtime.Buffer;

/** Array on the processor. */
final class CpuArray extends ArrayOps {
    CpuArray(VectorDevice device) {
        super(device);
    }

    @Override
    protected void doAdd(int size, Buffer a, Buffer b, Buffer y) {
        throw new UnsupportedOperationException("not written yet");
    }

    @Override
    protected void doFill(int size, float value, Buffer y) {
        throw new UnsupportedOperationException("not written yet");
    }

    @Override
    protected void doCopy(int size, Buffer x, Buffer y) {
        throw new UnsupportedOperationException("not written yet");
    }
}
