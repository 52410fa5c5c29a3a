package dev.soma.runtime.vector;

import static dev.soma.runtime.host.HeapBuffer.floats;

import dev.soma.runtime.ArrayOps;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.host.Workers;
import java.util.Arrays;

/**
 * Array on the processor. Threads split the elements. Plain Java in both forms: the JVM's compiler makes vectors of such
 * loops, and memory is what limits them.
 */
final class CpuArray extends ArrayOps {
    /** Elements that are worth a thread's start. */
    private static final int GRAIN = 16384;

    private final Workers workers;

    CpuArray(VectorDevice device) {
        super(device);
        workers = device.workers();
    }

    @Override
    protected void doAdd(int size, Buffer a, Buffer b, Buffer y) {
        float[] left = floats(a);
        float[] right = floats(b);
        float[] sum = floats(y);
        workers.ranges(size, GRAIN, (from, to) -> add(left, right, sum, from, to));
    }

    @Override
    protected void doFill(int size, float value, Buffer y) {
        float[] target = floats(y);
        workers.ranges(size, GRAIN, (from, to) -> Arrays.fill(target, from, to, value));
    }

    @Override
    protected void doCopy(int size, Buffer x, Buffer y) {
        float[] source = floats(x);
        float[] target = floats(y);
        workers.ranges(size, GRAIN, (from, to) -> System.arraycopy(source, from, target, from, to - from));
    }

    private static void add(float[] a, float[] b, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = a[i] + b[i];
        }
    }
}
