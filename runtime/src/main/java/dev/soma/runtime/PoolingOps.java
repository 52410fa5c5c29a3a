package dev.soma.runtime;

/**
 * Average and maximum pooling over {@link Pool2dShape}, on floats and on spikes.
 *
 * <pre>
 * average: y = sum of the window / (kernelHeight * kernelWidth)
 * maximum: y = largest of the window; its gradient goes to the first largest, row by row
 * </pre>
 *
 * The maximum of spikes is spikes again (one if any is); their average is floats.
 */
public abstract class PoolingOps {
    private final Device device;

    /** For devices. */
    protected PoolingOps(Device device) {
        this.device = device;
    }

    /** Average of floats. */
    public final void averageForward(Pool2dShape shape, Buffer x, Buffer y) {
        Check.floats(device, "x", x, shape.inputSize());
        Check.floats(device, "y", y, shape.outputSize());
        doAverageForward(shape, x, y);
    }

    /** Average of spikes, as floats. */
    public final void averageForwardSpikes(Pool2dShape shape, Buffer spikes, Buffer y) {
        Check.ints(device, "spikes", spikes, shape.inputWords());
        Check.floats(device, "y", y, shape.outputSize());
        doAverageForwardSpikes(shape, spikes, y);
    }

    /** Gradient of the average's input, be it floats or spikes. */
    public final void averageBackward(Pool2dShape shape, Buffer gradY, Buffer gradX) {
        Check.floats(device, "gradY", gradY, shape.outputSize());
        Check.floats(device, "gradX", gradX, shape.inputSize());
        Check.distinct("gradX", gradX, "gradY", gradY);
        doAverageBackward(shape, gradY, gradX);
    }

    /** Maximum of floats; NaN if the window holds one. */
    public final void maxForward(Pool2dShape shape, Buffer x, Buffer y) {
        Check.floats(device, "x", x, shape.inputSize());
        Check.floats(device, "y", y, shape.outputSize());
        doMaxForward(shape, x, y);
    }

    /** Maximum of spikes, as spikes. */
    public final void maxForwardSpikes(Pool2dShape shape, Buffer spikes, Buffer pooled) {
        Check.ints(device, "spikes", spikes, shape.inputWords());
        Check.ints(device, "pooled", pooled, shape.outputWords());
        doMaxForwardSpikes(shape, spikes, pooled);
    }

    /** Gradient of the maximum of floats. */
    public final void maxBackward(Pool2dShape shape, Buffer x, Buffer gradY, Buffer gradX) {
        Check.floats(device, "x", x, shape.inputSize());
        Check.floats(device, "gradY", gradY, shape.outputSize());
        Check.floats(device, "gradX", gradX, shape.inputSize());
        Check.distinct("gradX", gradX, "gradY", gradY);
        Check.distinct("gradX", gradX, "x", x);
        doMaxBackward(shape, x, gradY, gradX);
    }

    /** Gradient of the maximum of spikes. */
    public final void maxBackwardSpikes(Pool2dShape shape, Buffer spikes, Buffer gradY, Buffer gradX) {
        Check.ints(device, "spikes", spikes, shape.inputWords());
        Check.floats(device, "gradY", gradY, shape.outputSize());
        Check.floats(device, "gradX", gradX, shape.inputSize());
        Check.distinct("gradX", gradX, "gradY", gradY);
        doMaxBackwardSpikes(shape, spikes, gradY, gradX);
    }

    /** {@link #averageForward}, arguments checked. */
    protected abstract void doAverageForward(Pool2dShape shape, Buffer x, Buffer y);

    /** {@link #averageForwardSpikes}, arguments checked. */
    protected abstract void doAverageForwardSpikes(Pool2dShape shape, Buffer spikes, Buffer y);

    /** {@link #averageBackward}, arguments checked. */
    protected abstract void doAverageBackward(Pool2dShape shape, Buffer gradY, Buffer gradX);

    /** {@link #maxForward}, arguments checked. */
    protected abstract void doMaxForward(Pool2dShape shape, Buffer x, Buffer y);

    /** {@link #maxForwardSpikes}, arguments checked. */
    protected abstract void doMaxForwardSpikes(Pool2dShape shape, Buffer spikes, Buffer pooled);

    /** {@link #maxBackward}, arguments checked. */
    protected abstract void doMaxBackward(Pool2dShape shape, Buffer x, Buffer gradY, Buffer gradX);

    /** {@link #maxBackwardSpikes}, arguments checked. */
    protected abstract void doMaxBackwardSpikes(Pool2dShape shape, Buffer spikes, Buffer gradY, Buffer gradX);
}
