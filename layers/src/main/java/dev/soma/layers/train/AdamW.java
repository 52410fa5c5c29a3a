package dev.soma.layers.train;

import dev.soma.layers.NamedBuffer;
import dev.soma.layers.Network;
import dev.soma.layers.Parameter;
import dev.soma.runtime.AdamWSettings;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.OptimizerOps;
import java.util.List;
import java.util.stream.Stream;

/**
 * AdamW (Loshchilov and Hutter 2019). Weight decay applies to the weights of convolutions and linear maps only.
 */
public final class AdamW implements Optimizer {
    private final OptimizerOps ops;
    private final List<Parameter> parameters;
    private final AdamWSettings decaying;
    private final AdamWSettings plain;
    private final Slots firstMoments;
    private final Slots secondMoments;
    private final Buffer rates;
    private final float[] ratesOnHost = new float[3];
    private long steps;

    /** For all parameters of a network. */
    public AdamW(Network network, AdamWSettings settings) {
        ops = network.device().ops().optimizer();
        parameters = network.parameters();
        decaying = settings;
        plain = new AdamWSettings(settings.beta1(), settings.beta2(), settings.eps(), 0);
        firstMoments = new Slots(network.device(), parameters, "m");
        secondMoments = new Slots(network.device(), parameters, "v");
        rates = network.device().allocate(ratesOnHost);
    }

    @Override
    public void step(float learningRate) {
        steps++;
        ratesOnHost[0] = learningRate;
        ratesOnHost[1] = (float) (1 - Math.pow(decaying.beta1(), (double) steps));
        ratesOnHost[2] = (float) (1 - Math.pow(decaying.beta2(), (double) steps));
        rates.copyFrom(ratesOnHost);
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            ops.adamW(
                    parameter.decays() ? decaying : plain,
                    rates,
                    parameter.value().buffer(),
                    parameter.gradient(),
                    firstMoments.get(i).buffer(),
                    secondMoments.get(i).buffer());
        }
    }

    @Override
    public List<NamedBuffer> state() {
        return Stream.concat(firstMoments.all().stream(), secondMoments.all().stream())
                .toList();
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
        firstMoments.close();
        secondMoments.close();
        rates.close();
    }
}
