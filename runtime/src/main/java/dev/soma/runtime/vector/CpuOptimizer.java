package dev.soma.runtime.vector;

import static dev.soma.runtime.host.HeapBuffer.floats;

import dev.soma.runtime.AdamWSettings;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.OptimizerOps;
import dev.soma.runtime.SgdSettings;
import dev.soma.runtime.host.Workers;

/**
 * Optimizer on the processor. Threads split the elements. Plain Java in both forms: the JVM's compiler makes vectors of these
 * loops, as fast as those of the Vector API.
 */
final class CpuOptimizer extends OptimizerOps {
    /** Elements that are worth a thread's start. */
    private static final int GRAIN = 8192;

    private final Workers workers;

    CpuOptimizer(VectorDevice device) {
        super(device);
        workers = device.workers();
    }

    @Override
    protected void doSgd(int size, SgdSettings settings, Buffer learningRate, Buffer w, Buffer grad, Buffer velocity) {
        float rate = floats(learningRate)[0];
        float[] weights = floats(w);
        float[] gradients = floats(grad);
        float[] speeds = floats(velocity);
        workers.ranges(size, GRAIN, (from, to) -> {
            if (settings.nesterov()) {
                nesterov(settings.momentum(), settings.weightDecay(), rate, weights, gradients, speeds, from, to);
            } else {
                sgd(settings.momentum(), settings.weightDecay(), rate, weights, gradients, speeds, from, to);
            }
        });
    }

    @Override
    protected void doAdamW(int size, AdamWSettings settings, Buffer rates, Buffer w, Buffer grad, Buffer m, Buffer v) {
        float[] changing = floats(rates);
        float[] weights = floats(w);
        float[] gradients = floats(grad);
        float[] first = floats(m);
        float[] second = floats(v);
        workers.ranges(
                size, GRAIN, (from, to) -> adamW(settings, changing, weights, gradients, first, second, from, to));
    }

    private static void sgd(
            float momentum,
            float weightDecay,
            float rate,
            float[] w,
            float[] grad,
            float[] velocity,
            int from,
            int to) {
        for (int i = from; i < to; i++) {
            float g = Math.fma(weightDecay, w[i], grad[i]);
            float speed = Math.fma(momentum, velocity[i], g);
            velocity[i] = speed;
            w[i] = Math.fma(-rate, speed, w[i]);
        }
    }

    private static void nesterov(
            float momentum,
            float weightDecay,
            float rate,
            float[] w,
            float[] grad,
            float[] velocity,
            int from,
            int to) {
        for (int i = from; i < to; i++) {
            float g = Math.fma(weightDecay, w[i], grad[i]);
            float speed = Math.fma(momentum, velocity[i], g);
            velocity[i] = speed;
            w[i] = Math.fma(-rate, Math.fma(momentum, speed, g), w[i]);
        }
    }

    private static void adamW(
            AdamWSettings settings, float[] rates, float[] w, float[] grad, float[] m, float[] v, int from, int to) {
        float beta1 = settings.beta1();
        float beta2 = settings.beta2();
        float eps = settings.eps();
        float rate = rates[0];
        float decay = rate * settings.weightDecay();
        float correction1 = rates[1];
        float correction2 = rates[2];
        for (int i = from; i < to; i++) {
            float g = grad[i];
            float first = Math.fma(beta1, m[i], (1f - beta1) * g);
            float second = Math.fma(beta2, v[i], (1f - beta2) * g * g);
            m[i] = first;
            v[i] = second;
            w[i] = w[i] - decay * w[i] - rate * (first / correction1) / ((float) Math.sqrt(second / correction2) + eps);
        }
    }
}
