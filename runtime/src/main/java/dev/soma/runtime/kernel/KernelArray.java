package dev.soma.runtime.kernel;

import dev.soma.runtime.ArrayOps;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.KernelDevice;

/** Array on devices that run kernels. */
final class KernelArray extends ArrayOps {
    KernelArray(KernelDevice device) {
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
