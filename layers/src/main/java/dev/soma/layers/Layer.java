package dev.soma.layers;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * The description of a layer: its settings, without parameters and without a device. Soma's layers are records, and a
 * {@link Sequential} of them is an architecture, which a checkpoint keeps as JSON.
 *
 * <p>Users' own layers implement this interface.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Sequential.class, name = "sequential"),
    @JsonSubTypes.Type(value = Residual.class, name = "residual"),
    @JsonSubTypes.Type(value = Conv2d.class, name = "conv2d"),
    @JsonSubTypes.Type(value = Linear.class, name = "linear"),
    @JsonSubTypes.Type(value = BatchNorm.class, name = "batchNorm"),
    @JsonSubTypes.Type(value = Lif.class, name = "lif"),
    @JsonSubTypes.Type(value = FoldedLif.class, name = "foldedLif"),
    @JsonSubTypes.Type(value = AvgPool2d.class, name = "avgPool2d"),
    @JsonSubTypes.Type(value = MaxPool2d.class, name = "maxPool2d"),
    @JsonSubTypes.Type(value = GlobalAvgPool2d.class, name = "globalAvgPool2d"),
    @JsonSubTypes.Type(value = Flatten.class, name = "flatten"),
    @JsonSubTypes.Type(value = Repeat.class, name = "repeat"),
})
public interface Layer {

    /**
     * Makes the layer on a device.
     *
     * @param construction where, and from which random numbers
     * @param input what it will be given
     * @throws IllegalArgumentException if the layer cannot take such input; the message says why
     */
    LiveLayer build(Construction construction, Signal input);
}
