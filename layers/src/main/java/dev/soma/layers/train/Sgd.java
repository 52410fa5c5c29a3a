package dev.soma.layers.train;

import dev.soma.layers.NamedBuffer;
import dev.soma.layers.Network;
import dev.soma.layers.Parameter;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.OptimizerOps;
import dev.soma.runtime.SgdSettings;
import java.util.List;

/**
 * Stochastic gradient descent with momentum. Weight decay applies to the weights of convolutions and linear maps only, as in
 * the paper's public code.
 */
public final class Sgd implements Optimizer {
    private final OptimizerOps ops;
    private final List<Parameter> parameters;
    private final SgdSettings decaying;
    private final SgdSettings plain;
    private final Slots velocities;
    private final Buffer rate;
    private final float[] rateOnHost = new float[1];
    private long steps;

    /** For all parameters of a network. */
    public Sgd(Network network, SgdSettings settings) {
        ops = network.device().ops().optimizer();
        parameters = network.parameters();
        decaying = settings;
        plain = new SgdSettings(settings.momentum(), 0, settings.nesterov());
        velocities = new Slots(network.device(), parameters, "velocity");
        rate = network.device().allocate(rateOnHost);
    }

    @Override
    public void step(float learningRate) {
        rateOnHost[0] = learningRate;
        rate.copyFrom(rateOnHost);
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            ops.sgd(
                    parameter.decays() ? decaying : plain,
                    rate,
                    parameter.value().buffer(),
                    parameter.gradient(),
                    velocities.get(i).buffer());
        }
        steps++;
    }

    @Override
    public List<NamedBuffer> state() {
        return velocities.all();
    }

    @Override
    public long steps() {
        return steps;
    }

    @Override
    public void resumeAt(long newSteps) {
        steps = newSteps;
    }

    @Override
    public void close() {
        velocities.close();
        rate.close();
    }
}
