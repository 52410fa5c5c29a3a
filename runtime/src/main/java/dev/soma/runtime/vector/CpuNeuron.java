package dev.soma.runtime.vector;

import dev.soma.runtime.BatchStatistics;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.FoldedThreshold;
import dev.soma.runtime.LifSettings;
import dev.soma.runtime.NeuronOps;
import dev.soma.runtime.NeuronShape;
import dev.soma.runtime.NormAxis;
import dev.soma.runtime.NormGradients;
import dev.soma.runtime.NormParameters;
import dev.soma.runtime.NormSettings;
import org.jspecify.annotations.Nullable;

/** Neuron on the processor. */
final class CpuNeuron extends NeuronOps {
    CpuNeuron(VectorDevice device) {
        super(device);
    }

    @Override
    protected void doLifForward(
            NeuronShape shape,
            LifSettings settings,
            Buffer decay,
            Buffer xSeq,
            Buffer spikeSeq,
            @Nullable Buffer hSeq) {
        throw new UnsupportedOperationException("not written yet");
    }

    @Override
    protected void doLifBackward(
            NeuronShape shape,
            LifSettings settings,
            Buffer decay,
            Buffer gradSpikeSeq,
            Buffer hSeq,
            Buffer gradXSeq,
            @Nullable Buffer gradDecay) {
        throw new UnsupportedOperationException("not written yet");
    }

    @Override
    protected void doLifMpbnForwardTraining(
            NeuronShape shape,
            NormAxis axis,
            LifSettings settings,
            NormSettings norm,
            Buffer decay,
            Buffer xSeq,
            NormParameters parameters,
            Buffer spikeSeq,
            Buffer hSeq,
            BatchStatistics saved) {
        throw new UnsupportedOperationException("not written yet");
    }

    @Override
    protected void doLifMpbnForwardEvaluation(
            NeuronShape shape,
            NormAxis axis,
            LifSettings settings,
            float eps,
            Buffer decay,
            Buffer xSeq,
            NormParameters parameters,
            Buffer spikeSeq) {
        throw new UnsupportedOperationException("not written yet");
    }

    @Override
    protected void doLifMpbnBackward(
            NeuronShape shape,
            NormAxis axis,
            LifSettings settings,
            Buffer decay,
            Buffer gradSpikeSeq,
            Buffer hSeq,
            Buffer gamma,
            Buffer beta,
            BatchStatistics saved,
            Buffer gradXSeq,
            NormGradients gradients,
            @Nullable Buffer gradDecay) {
        throw new UnsupportedOperationException("not written yet");
    }

    @Override
    protected void doLifFoldedForward(
            NeuronShape shape,
            NormAxis axis,
            LifSettings settings,
            Buffer decay,
            Buffer xSeq,
            FoldedThreshold folded,
            Buffer spikeSeq) {
        throw new UnsupportedOperationException("not written yet");
    }

    @Override
    protected void doDecayForward(Buffer w, Buffer decay) {
        throw new UnsupportedOperationException("not written yet");
    }

    @Override
    protected void doDecayBackward(Buffer decay, Buffer gradDecay, Buffer gradW) {
        throw new UnsupportedOperationException("not written yet");
    }
}
