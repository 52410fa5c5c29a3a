/** The kernels: static Java methods whose meaning is what the JVM does when it runs them. */
module dev.soma.kernels {
    requires static org.jspecify;

    exports dev.soma.kernels.array;
    exports dev.soma.kernels.convolution;
    exports dev.soma.kernels.encoder;
    exports dev.soma.kernels.loss;
    exports dev.soma.kernels.neuron;
    exports dev.soma.kernels.normalization;
    exports dev.soma.kernels.optimizer;
    exports dev.soma.kernels.pooling;
    exports dev.soma.kernels.spike;
    exports dev.soma.kernels;
}
