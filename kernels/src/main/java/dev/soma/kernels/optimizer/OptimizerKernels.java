package dev.soma.kernels.optimizer;

import dev.soma.kernels.KernelContext;

/** Updates of parameters, element by element. What changes from step to step comes in arrays. */
public final class OptimizerKernels {
    private OptimizerKernels() {}

    /**
     * SGD with momentum, as PyTorch's:
     *
     * <pre>
     * g = fma(weightDecay, w, grad);  velocity = fma(momentum, velocity, g)
     * w = fma(-learningRate, nesterov ? fma(momentum, velocity, g) : velocity, w)
     * </pre>
     *
     * <p>Launch: one work-item an element. Cost: 6 flops an element; reads {@code 12 * size} bytes, writes {@code 8 * size}.
     *
     * @param nesterov 1 to look ahead along the velocity, 0 not to
     * @param learningRate {@code [1]}
     * @param w in and out, {@code [size]}
     * @param grad {@code [size]}
     * @param velocity in and out, {@code [size]}
     */
    public static void sgd(
            KernelContext context,
            int size,
            int nesterov,
            float momentum,
            float weightDecay,
            float[] learningRate,
            float[] w,
            float[] grad,
            float[] velocity) {
        int index = context.globalIdx;
        if (index < size) {
            float weight = w[index];
            float g = Math.fma(weightDecay, weight, grad[index]);
            float speed = Math.fma(momentum, velocity[index], g);
            velocity[index] = speed;
            float direction = nesterov != 0 ? Math.fma(momentum, speed, g) : speed;
            w[index] = Math.fma(-learningRate[0], direction, weight);
        }
    }

    /**
     * AdamW, Loshchilov and Hutter 2019, algorithm 2:
     *
     * <pre>
     * m = fma(beta1, m, (1 - beta1) * grad);  v = fma(beta2, v, (1 - beta2) * grad * grad)
     * w = w - learningRate * weightDecay * w - learningRate * (m / correction1) / (sqrt(v / correction2) + eps)
     * </pre>
     *
     * <p>Launch: one work-item an element. Cost: about 16 flops an element; reads {@code 16 * size} bytes, writes {@code 12 * size}.
     *
     * @param rates {@code [3]}: learning rate, {@code correction1 = 1 - beta1^step}, {@code correction2 = 1 - beta2^step}
     * @param w in and out, {@code [size]}
     * @param grad {@code [size]}
     * @param m in and out, {@code [size]}
     * @param v in and out, {@code [size]}
     */
    public static void adamW(
            KernelContext context,
            int size,
            float beta1,
            float beta2,
            float eps,
            float weightDecay,
            float[] rates,
            float[] w,
            float[] grad,
            float[] m,
            float[] v) {
        int index = context.globalIdx;
        if (index < size) {
            float g = grad[index];
            float first = Math.fma(beta1, m[index], (1f - beta1) * g);
            float second = Math.fma(beta2, v[index], (1f - beta2) * g * g);
            m[index] = first;
            v[index] = second;
            float learningRate = rates[0];
            float weight = w[index];
            float step = learningRate * (first / rates[1]) / ((float) Math.sqrt(second / rates[2]) + eps);
            w[index] = weight - learningRate * weightDecay * weight - step;
        }
    }
}
