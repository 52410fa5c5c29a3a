package dev.soma.bench;

import dev.soma.layers.Lif;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import dev.soma.runtime.LifSettings;
import dev.soma.runtime.NeuronShape;
import dev.soma.runtime.NormAxis;
import dev.soma.runtime.NormParameters;
import dev.soma.runtime.NormSettings;
import dev.soma.runtime.Spikes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The same kernels on one OpenCL device, compiled by Soma and by TornadoVM: the device's time; and what launches take the host. */
final class TornadoWorks {
    private static final double SPIKE_RATE = 0.15;
    private static final int CHAIN = 10;

    /** TornadoVM fuses every multiply-add; a spike may differ where a potential is beside the threshold. */
    private static final Agreement.Tolerance ROUNDED = new Agreement.Tolerance(1e-5, 0, 1e-4);

    private TornadoWorks() {}

    /** In the sizes that are measured. */
    static List<Work<Device>> full() {
        return of(
                new NeuronShape(4, 16, 32 * 32, 64),
                Conv2dShape.of(16, 32, 32, 64, 64, 3, 1, 1),
                new MomentsPair(1 << 16, 64));
    }

    /** In odd sizes that take no time, to see whether both sides agree. */
    static List<Work<Device>> small() {
        return of(new NeuronShape(5, 3, 5 * 6, 33), Conv2dShape.of(3, 7, 6, 33, 40, 3, 2, 1), new MomentsPair(777, 45));
    }

    private static List<Work<Device>> of(NeuronShape neurons, Conv2dShape convolution, MomentsPair moments) {
        List<Work<Device>> works = new ArrayList<>();
        Stream.of(
                        new LifPair(neurons),
                        lifBackward(neurons),
                        lifMpbnEvaluation(neurons),
                        convolution(convolution),
                        new SpikeConvolutionPair(convolution, SPIKE_RATE),
                        gradInput(convolution),
                        gradWeightSpikes(convolution),
                        moments)
                .map(TornadoWorks::onTheDevice)
                .forEach(works::add);
        works.add(LaunchWork.enqueuedOnDevices(1));
        works.add(LaunchWork.finishedOnDevices(CHAIN));
        return works;
    }

    private static Work<Device> onTheDevice(DeviceKernel kernel) {
        return new Work<>(
                kernel.name(),
                0,
                0,
                ROUNDED,
                device -> new DeviceTimedSide(device, kernel),
                device -> new DeviceTimedSide(device, kernel));
    }

    private static DeviceKernel lifBackward(NeuronShape shape) {
        return new DeviceOperation(
                "LIF backward",
                device -> List.of(
                        device.allocate(Lif.DEFAULT_DECAY),
                        device.allocate(RandomArrays.normal(6, shape.size(), 1)),
                        device.allocate(RandomArrays.normal(5, shape.size(), 0.5)),
                        device.allocate(DataType.FLOAT, shape.size())),
                (ops, arrays) -> ops.neuron()
                        .lifBackward(
                                shape,
                                LifSettings.DEFAULT,
                                arrays.get(0),
                                arrays.get(1),
                                arrays.get(2),
                                arrays.get(3),
                                null));
    }

    private static DeviceKernel lifMpbnEvaluation(NeuronShape shape) {
        int channels = shape.channels();
        float[] ones = new float[channels];
        Arrays.fill(ones, 1);
        return new DeviceOperation(
                "LIF and MPBN in evaluation",
                device -> List.of(
                        device.allocate(Lif.DEFAULT_DECAY),
                        device.allocate(RandomArrays.normal(5, shape.size(), 0.5)),
                        device.allocate(ones),
                        device.allocate(RandomArrays.normal(8, channels, 0.1)),
                        device.allocate(RandomArrays.normal(7, channels, 0.1)),
                        device.allocate(ones),
                        device.allocate(DataType.INT, shape.words())),
                (ops, arrays) -> ops.neuron()
                        .lifMpbnForwardEvaluation(
                                shape,
                                NormAxis.CHANNEL,
                                LifSettings.DEFAULT,
                                NormSettings.DEFAULT.eps(),
                                arrays.get(0),
                                arrays.get(1),
                                new NormParameters(arrays.get(2), arrays.get(3), arrays.get(4), arrays.get(5)),
                                arrays.get(6)));
    }

    private static DeviceKernel convolution(Conv2dShape shape) {
        return new DeviceOperation(
                "conv2d forward",
                device -> List.of(
                        device.allocate(RandomArrays.normal(1, shape.inputSize(), 1)),
                        weights(device, shape),
                        device.allocate(DataType.FLOAT, shape.outputSize())),
                (ops, arrays) -> ops.convolution().forward(shape, arrays.get(0), arrays.get(1), null, arrays.get(2)));
    }

    private static DeviceKernel gradInput(Conv2dShape shape) {
        return new DeviceOperation(
                "conv2d input gradient",
                device -> List.of(
                        device.allocate(RandomArrays.normal(4, shape.outputSize(), 1)),
                        weights(device, shape),
                        device.allocate(DataType.FLOAT, shape.inputSize())),
                (ops, arrays) -> ops.convolution().gradInput(shape, arrays.get(0), arrays.get(1), arrays.get(2)));
    }

    private static DeviceKernel gradWeightSpikes(Conv2dShape shape) {
        int pixels = shape.batch() * shape.height() * shape.width();
        return new DeviceOperation(
                "conv2d weight gradient on spikes",
                device -> List.of(
                        device.allocate(Spikes.pack(
                                RandomArrays.spikes(2, shape.inputSize(), SPIKE_RATE), pixels, shape.inChannels())),
                        device.allocate(RandomArrays.normal(4, shape.outputSize(), 1)),
                        device.allocate(DataType.FLOAT, shape.weightSize())),
                (ops, arrays) ->
                        ops.convolution().gradWeightSpikes(shape, arrays.get(0), arrays.get(1), arrays.get(2), null));
    }

    private static Buffer weights(Device device, Conv2dShape shape) {
        return device.allocate(RandomArrays.normal(3, shape.weightSize(), 0.05));
    }
}
