/** Layers, networks, training, the fold, checkpoints and datasets. */
module dev.soma.layers {
    requires transitive dev.soma.runtime;
    requires com.fasterxml.jackson.databind;
    requires org.slf4j;
    requires static org.jspecify;

    exports dev.soma.layers.data;
    exports dev.soma.layers.io;
    exports dev.soma.layers.models;
    exports dev.soma.layers.train;
    exports dev.soma.layers;
}
