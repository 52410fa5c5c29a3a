package dev.soma.bench;

import dev.soma.kernels.neuron.LifKernels;
import dev.soma.layers.Lif;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import dev.soma.runtime.Grid;
import dev.soma.runtime.LifSettings;
import dev.soma.runtime.NeuronShape;
import dev.soma.runtime.opencl.OpenClDevice;
import dev.soma.runtime.opencl.SourceKernel;
import java.util.List;

/**
 * LIF forward over all steps, hard reset, nothing kept.
 *
 * @param shape the neurons
 */
record LifPair(NeuronShape shape) implements KernelPair {

    @Override
    public String name() {
        return "LIF forward";
    }

    @Override
    public List<Buffer> arrays(Device device) {
        return List.of(
                device.allocate(Lif.DEFAULT_DECAY),
                device.allocate(RandomArrays.normal(5, shape.size(), 0.5)),
                device.allocate(DataType.INT, shape.words()));
    }

    @Override
    public Runnable soma(Device device, List<Buffer> arrays) {
        return () -> device.ops()
                .neuron()
                .lifForward(shape, LifSettings.DEFAULT, arrays.get(0), arrays.get(1), arrays.get(2), null);
    }

    @Override
    public SourceKernel byHand(OpenClDevice device, List<Buffer> arrays) {
        return OpenClSource.compile(
                device,
                "lif_forward",
                shape.steps(),
                shape.batch() * shape.pixels(),
                shape.channels(),
                LifSettings.DEFAULT.vTh(),
                arrays.get(0),
                arrays.get(1),
                arrays.get(2));
    }

    @Override
    public Runnable launch(SourceKernel byHand) {
        Grid grid = Grid.of((long) shape.stepWords() * Integer.SIZE, LifKernels.LOCAL);
        return () -> byHand.launch(grid);
    }
}
