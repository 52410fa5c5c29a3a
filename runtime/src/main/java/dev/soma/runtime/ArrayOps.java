package dev.soma.runtime;

/** Element-wise helpers on whole buffers of one length. */
public abstract class ArrayOps {
    private final Device device;

    /** For devices. */
    protected ArrayOps(Device device) {
        this.device = device;
    }

    /** {@code y = a + b}, the residual sum; {@code y} may be {@code a} or {@code b}. */
    public final void add(Buffer a, Buffer b, Buffer y) {
        int size = y.length();
        Check.floats(device, "a", a, size);
        Check.floats(device, "b", b, size);
        Check.floats(device, "y", y, size);
        doAdd(size, a, b, y);
    }

    /** {@code y = value} everywhere. */
    public final void fill(float value, Buffer y) {
        Check.floats(device, "y", y, y.length());
        doFill(y.length(), value, y);
    }

    /** {@code y = x}, within the device. */
    public final void copy(Buffer x, Buffer y) {
        Check.floats(device, "x", x, y.length());
        Check.floats(device, "y", y, y.length());
        doCopy(y.length(), x, y);
    }

    /** {@link #add}, arguments checked. */
    protected abstract void doAdd(int size, Buffer a, Buffer b, Buffer y);

    /** {@link #fill}, arguments checked. */
    protected abstract void doFill(int size, float value, Buffer y);

    /** {@link #copy}, arguments checked. */
    protected abstract void doCopy(int size, Buffer x, Buffer y);
}
