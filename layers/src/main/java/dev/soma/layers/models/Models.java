package dev.soma.layers.models;

import dev.soma.layers.AvgPool2d;
import dev.soma.layers.BatchNorm;
import dev.soma.layers.Conv2d;
import dev.soma.layers.Flatten;
import dev.soma.layers.GlobalAvgPool2d;
import dev.soma.layers.Layer;
import dev.soma.layers.MaxPool2d;
import dev.soma.layers.Residual;
import dev.soma.layers.Sequential;
import dev.soma.layers.Signal;
import org.jspecify.annotations.Nullable;

/**
 * Networks. Images are encoded directly: the first convolution sees the floats, and its result, the same at all steps, is
 * computed once. (Its running variance is then corrected for one step's number of values instead of T times as many.)
 */
public final class Models {
    private Models() {}

    /**
     * A small network for 28 x 28 digits: two 3x3 convolutions of 32 and 64 channels, each with maximum pooling, a hidden layer
     * of 128 and the readout.
     */
    public static Sequential digits(Options options, Signal input) {
        return new LayerList(options)
                .convolution(new Conv2d(32, 3))
                .repeat(input)
                .neurons()
                .add(new MaxPool2d(2))
                .convolution(new Conv2d(64, 3))
                .neurons()
                .add(new MaxPool2d(2))
                .add(new Flatten())
                .linear(128)
                .neurons()
                .readout()
                .toSequential();
    }

    /**
     * The paper's ResNet-20, as in its public code: three 3x3 convolutions of 64 channels, average pooling 2, basic blocks
     * [2, 2, 2, 2] of 64, 128, 256 and 512 channels, each stage but the first halving the image; a shortcut that changes the
     * size is average pooling, a 1x1 convolution and its normalisation. The last normalisation of each block starts with
     * gamma 0.
     */
    public static Sequential resNet20(Options options, Signal input) {
        LayerList layers = new LayerList(options);
        layers.convolution(new Conv2d(64, 3)).repeat(input).neurons();
        layers.convolution(new Conv2d(64, 3)).neurons();
        layers.convolution(new Conv2d(64, 3)).neurons();
        layers.add(new AvgPool2d(2));
        int channels = 64;
        for (int stage = 0; stage < 4; stage++) {
            int stageChannels = 64 << stage;
            for (int block = 0; block < 2; block++) {
                int stride = stage > 0 && block == 0 ? 2 : 1;
                Layer shortcut = channels == stageChannels ? null : pooledShortcut(options, stageChannels, stride);
                block(layers, options, stageChannels, stride, 0, shortcut);
                channels = stageChannels;
            }
        }
        return layers.add(new GlobalAvgPool2d()).readout().toSequential();
    }

    /**
     * The paper's ResNet-19: a 3x3 convolution of 128 channels, basic blocks [3, 3, 2] of 128, 256 and 512 channels, each stage
     * but the first halving the image; a shortcut that changes the size is a 1x1 convolution with stride and its
     * normalisation.
     */
    public static Sequential resNet19(Options options, Signal input) {
        int[] blocks = {3, 3, 2};
        LayerList layers = new LayerList(options);
        layers.convolution(new Conv2d(128, 3)).repeat(input).neurons();
        int channels = 128;
        for (int stage = 0; stage < blocks.length; stage++) {
            int stageChannels = 128 << stage;
            for (int block = 0; block < blocks[stage]; block++) {
                int stride = stage > 0 && block == 0 ? 2 : 1;
                Layer shortcut = channels == stageChannels ? null : stridedShortcut(options, stageChannels, stride);
                block(layers, options, stageChannels, stride, 1, shortcut);
                channels = stageChannels;
            }
        }
        return layers.add(new GlobalAvgPool2d()).readout().toSequential();
    }

    /** The paper's VGG-16 with average pooling: 13 convolutions of 64 to 512 channels in five stages. */
    public static Sequential vgg16(Options options, Signal input) {
        int[] channels = {64, 128, 256, 512, 512};
        int[] convolutions = {2, 2, 3, 3, 3};
        LayerList layers = new LayerList(options);
        for (int stage = 0; stage < channels.length; stage++) {
            for (int i = 0; i < convolutions[stage]; i++) {
                layers.convolution(new Conv2d(channels[stage], 3));
                if (stage == 0 && i == 0) {
                    layers.repeat(input);
                }
                layers.neurons();
            }
            layers.add(new AvgPool2d(2));
        }
        return layers.add(new GlobalAvgPool2d()).readout().toSequential();
    }

    /** A basic block: two convolutions beside the shortcut, the neurons after the sum. */
    private static void block(
            LayerList layers, Options options, int channels, int stride, float lastGamma, @Nullable Layer shortcut) {
        Sequential main = new LayerList(options)
                .convolution(new Conv2d(channels, 3).withStride(stride))
                .neurons()
                .convolution(new Conv2d(channels, 3), new BatchNorm().withInitialGamma(lastGamma))
                .toSequential();
        layers.add(new Residual(main, shortcut)).neurons();
    }

    private static Layer pooledShortcut(Options options, int channels, int stride) {
        return new LayerList(options)
                .add(new AvgPool2d(stride))
                .convolution(new Conv2d(channels, 1))
                .toSequential();
    }

    private static Layer stridedShortcut(Options options, int channels, int stride) {
        return new LayerList(options)
                .convolution(new Conv2d(channels, 1).withStride(stride))
                .toSequential();
    }
}
