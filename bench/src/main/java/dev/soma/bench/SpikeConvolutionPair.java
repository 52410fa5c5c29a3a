package dev.soma.bench;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import dev.soma.runtime.Grid;
import dev.soma.runtime.Spikes;
import dev.soma.runtime.opencl.OpenClDevice;
import dev.soma.runtime.opencl.SourceKernel;
import java.util.List;

/**
 * Convolution on spikes, without bias.
 *
 * @param shape the convolution, of one group
 * @param spikeRate share of the inputs that are spikes
 */
record SpikeConvolutionPair(Conv2dShape shape, double spikeRate) implements KernelPair {

    @Override
    public String name() {
        return "conv2d forward on spikes";
    }

    @Override
    public List<Buffer> arrays(Device device) {
        int pixels = shape.batch() * shape.height() * shape.width();
        int[] spikes = RandomArrays.spikes(2, shape.inputSize(), spikeRate);
        return List.of(
                device.allocate(Spikes.pack(spikes, pixels, shape.inChannels())),
                device.allocate(RandomArrays.normal(3, shape.weightSize(), 0.05)),
                device.allocate(DataType.FLOAT, shape.outputSize()));
    }

    @Override
    public Runnable soma(Device device, List<Buffer> arrays) {
        return () -> device.ops().convolution().forwardSpikes(shape, arrays.get(0), arrays.get(1), null, arrays.get(2));
    }

    @Override
    public SourceKernel byHand(OpenClDevice device, List<Buffer> arrays) {
        return OpenClSource.compile(
                device,
                "conv2d_forward_spikes",
                shape.batch(),
                shape.height(),
                shape.width(),
                shape.inChannels(),
                shape.outHeight(),
                shape.outWidth(),
                shape.outChannels(),
                shape.kernelHeight(),
                shape.kernelWidth(),
                shape.stride(),
                shape.padding(),
                shape.dilation(),
                arrays.get(0),
                arrays.get(1),
                arrays.get(2));
    }

    @Override
    public Runnable launch(SourceKernel byHand) {
        Grid grid = Grid.flat((long) shape.outPixels() * Spikes.words(shape.outChannels()) * Integer.SIZE);
        return () -> byHand.launch(grid);
    }
}
