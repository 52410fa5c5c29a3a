package dev.soma.app;

import dev.soma.layers.Layer;
import dev.soma.layers.Signal;
import dev.soma.layers.models.Models;
import dev.soma.layers.models.Options;

/** The networks of the command line. */
enum ModelChoice {
    /** A small network for digits. */
    DIGITS,
    /** The paper's ResNet-20. */
    RESNET20,
    /** The paper's ResNet-19. */
    RESNET19,
    /** The paper's VGG-16. */
    VGG16;

    Layer build(Options options, Signal input) {
        return switch (this) {
            case DIGITS -> Models.digits(options, input);
            case RESNET20 -> Models.resNet20(options, input);
            case RESNET19 -> Models.resNet19(options, input);
            case VGG16 -> Models.vgg16(options, input);
        };
    }
}
