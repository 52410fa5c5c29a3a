package dev.soma.runtime.kernel;

import dev.soma.kernels.array.ArrayKernels;
import dev.soma.runtime.ArrayOps;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.Grid;
import dev.soma.runtime.KernelDevice;

/** Array on devices that run kernels. Every operation is one launch of one work-item an element, in groups of 256. */
final class KernelArray extends ArrayOps {
    private final LazyKernel add;
    private final LazyKernel fill;
    private final LazyKernel copy;

    KernelArray(KernelDevice device) {
        super(device);
        add = new LazyKernel(device, ArrayKernels.class, "arrayAdd");
        fill = new LazyKernel(device, ArrayKernels.class, "arrayFill");
        copy = new LazyKernel(device, ArrayKernels.class, "arrayCopy");
    }

    @Override
    protected void doAdd(int size, Buffer a, Buffer b, Buffer y) {
        add.launch(Grid.flat(size), size, a, b, y);
    }

    @Override
    protected void doFill(int size, float value, Buffer y) {
        fill.launch(Grid.flat(size), size, value, y);
    }

    @Override
    protected void doCopy(int size, Buffer x, Buffer y) {
        copy.launch(Grid.flat(size), size, x, y);
    }
}
