package dev.soma.bench;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import dev.soma.layers.Signal;
import java.util.function.Supplier;

/** PyTorch on the processor, and the memory of one side's arrays. */
final class PyTorch implements AutoCloseable {
    private static final String ENGINE = "PyTorch";

    private final Engine engine;
    private final NDManager manager;

    private PyTorch(Engine engine) {
        this.engine = engine;
        this.manager = engine.newBaseManager(Device.cpu());
    }

    /**
     * Loads PyTorch, once, from the jars on the class path: nothing is downloaded and nothing reported.
     *
     * @throws UnavailableException if it does not load here
     */
    static PyTorch open(int threads) throws UnavailableException {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        try {
            PyTorch pyTorch = new PyTorch(Engine.getEngine(ENGINE));
            JniUtils.setNumThreads(threads);
            return pyTorch;
        } catch (EngineException | IllegalArgumentException | IllegalStateException | LinkageError e) {
            throw UnavailableException.because(e);
        }
    }

    /** PyTorch's version. */
    String version() {
        return engine.getVersion();
    }

    /** The number of threads it computes with. */
    int threads() {
        return JniUtils.getNumThreads();
    }

    /** An array in PyTorch's own memory, which is aligned as its kernels like it. */
    NDArray array(float[] values, long... shape) {
        // DJL's arrays of given values lie in the JVM's direct memory
        try (NDArray shared = manager.create(values, new Shape(shape))) {
            return shared.duplicate();
        }
    }

    /** Images {@code [N, C, H, W]} from Soma's layout. */
    NDArray images(float[] values, int batch, Signal signal) {
        float[] channelsFirst = Layout.channelsFirst(values, batch, signal.pixels(), signal.channels());
        return array(channelsFirst, batch, signal.channels(), signal.height(), signal.width());
    }

    /** An array of indices. */
    NDArray labels(int[] values, long... shape) {
        try (NDArray ints = manager.create(values, new Shape(shape))) {
            return ints.toType(DataType.INT64, true);
        }
    }

    /**
     * A scalar for the use in expressions. It must live as long as the graphs it occurs in: the scalars that DJL makes of Java's
     * numbers lie in memory that the garbage collector may free before the backward reads it.
     */
    NDArray scalar(float value) {
        return array(new float[] {value}, new long[0]);
    }

    /** Runs {@code forward} so that PyTorch records what its backward needs. */
    <T> T recording(Supplier<T> forward) {
        try (GradientCollector _ = engine.newGradientCollector()) {
            return forward.get();
        }
    }

    /**
     * The same values as a new leaf of the graph. Its gradient is not yet there, so that the backward need not add to it: what
     * {@code zero_grad(set_to_none=True)} does in Python.
     */
    static NDArray leaf(NDArray values) {
        NDArray leaf = values.stopGradient();
        leaf.setRequiresGradient(true);
        return leaf;
    }

    /** Runs the backward from {@code output}, whose gradient is given; the graph is freed. */
    static void backward(NDArray output, NDArray gradient) {
        JniUtils.backward((PtNDArray) output, (PtNDArray) gradient, false, false);
    }

    /** The values of a leaf's gradient. */
    static float[] gradient(NDArray leaf) {
        try (NDArray gradient = leaf.getGradient()) {
            return gradient.toFloatArray();
        }
    }

    /** Frees the side's arrays. */
    @Override
    public void close() {
        manager.close();
    }
}
