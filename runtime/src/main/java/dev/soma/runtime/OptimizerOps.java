package dev.soma.runtime;

/** Updates of parameters, element by element. */
public abstract class OptimizerOps {
    private final Device device;

    /** For devices. */
    protected OptimizerOps(Device device) {
        this.device = device;
    }

    /**
     * SGD with momentum, as PyTorch's:
     *
     * <pre>
     * g = fma(weightDecay, w, grad);  velocity = fma(momentum, velocity, g)
     * w = fma(-learningRate, nesterov ? fma(momentum, velocity, g) : velocity, w)
     * </pre>
     *
     * @param learningRate {@code [1]}
     * @param w in and out, any length
     * @param grad like {@code w}
     * @param velocity in and out, like {@code w}, 0 at first
     */
    public final void sgd(SgdSettings settings, Buffer learningRate, Buffer w, Buffer grad, Buffer velocity) {
        int size = w.length();
        Check.floats(device, "learningRate", learningRate, 1);
        Check.floats(device, "w", w, size);
        Check.floats(device, "grad", grad, size);
        Check.floats(device, "velocity", velocity, size);
        doSgd(size, settings, learningRate, w, grad, velocity);
    }

    /**
     * AdamW, Loshchilov and Hutter 2019:
     *
     * <pre>
     * m = fma(beta1, m, (1 - beta1) * grad);  v = fma(beta2, v, (1 - beta2) * grad * grad)
     * w = w - learningRate * weightDecay * w - learningRate * (m / correction1) / (sqrt(v / correction2) + eps)
     * </pre>
     *
     * @param rates {@code [3]}: learning rate, {@code correction1 = 1 - beta1^step}, {@code correction2 = 1 - beta2^step}
     * @param w in and out, any length
     * @param grad like {@code w}
     * @param m in and out, like {@code w}, 0 at first
     * @param v in and out, like {@code w}, 0 at first
     */
    public final void adamW(AdamWSettings settings, Buffer rates, Buffer w, Buffer grad, Buffer m, Buffer v) {
        int size = w.length();
        Check.floats(device, "rates", rates, 3);
        Check.floats(device, "w", w, size);
        Check.floats(device, "grad", grad, size);
        Check.floats(device, "m", m, size);
        Check.floats(device, "v", v, size);
        doAdamW(size, settings, rates, w, grad, m, v);
    }

    /** {@link #sgd}, arguments checked. */
    protected abstract void doSgd(
            int size, SgdSettings settings, Buffer learningRate, Buffer w, Buffer grad, Buffer velocity);

    /** {@link #adamW}, arguments checked. */
    protected abstract void doAdamW(
            int size, AdamWSettings settings, Buffer rates, Buffer w, Buffer grad, Buffer m, Buffer v);
}
