package dev.soma.runtime;

/**
 * The operations of one device, by family. Each operation checks its arguments before it starts, is enqueued in order,
 * and writes only its outputs.
 *
 * @param convolution convolution and linear
 * @param normalization batch normalisation and its fold
 * @param neuron leaky integrate-and-fire neurons, with and without MPBN
 * @param pooling average and max pooling
 * @param spikes packing and counting of spikes
 * @param encoder from values to spikes
 * @param loss softmax cross-entropy
 * @param optimizer parameter updates
 * @param array element-wise helpers
 */
public record Ops(
        ConvolutionOps convolution,
        NormalizationOps normalization,
        NeuronOps neuron,
        PoolingOps pooling,
        SpikeOps spikes,
        EncoderOps encoder,
        LossOps loss,
        OptimizerOps optimizer,
        ArrayOps array) {}
