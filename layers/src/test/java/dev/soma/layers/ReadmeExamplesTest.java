package dev.soma.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.soma.kernels.KernelContext;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.CompiledKernel;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import dev.soma.runtime.Devices;
import dev.soma.runtime.Grid;
import dev.soma.runtime.Kernel;
import dev.soma.runtime.KernelDevice;
import dev.soma.runtime.LifSettings;
import dev.soma.runtime.NeuronShape;
import dev.soma.runtime.NormAxis;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The README's examples, line by line, so that they stay true. */
class ReadmeExamplesTest {

    @Test
    void embedAnOperation() {
        float[] x = {1, 0.1f, 0.4f};
        NeuronShape shape = new NeuronShape(1, 1, 1, 3);
        try (Device device = Devices.open("vector");
                Buffer xSeq = device.allocate(x);
                Buffer decay = device.allocate(0.25f);
                Buffer spikes = device.allocate(DataType.INT, shape.words())) {
            device.ops().neuron().lifForward(shape, LifSettings.DEFAULT, decay, xSeq, spikes, null);
            int[] bits = spikes.toInts();
            assertArrayEquals(new int[] {0b001}, bits);
        }
    }

    @Test
    void embedANetwork() {
        long seed = 1;
        Signal image = Signal.image(28, 28, 1);
        Layer digits = Sequential.of(
                new Conv2d(32, 3),
                new BatchNorm(),
                new Repeat(4),
                new Lif().withMpbn(new Mpbn(NormAxis.CHANNEL)),
                new MaxPool2d(2),
                new Flatten(),
                new Linear(10));
        try (Device device = Devices.open("vector");
                Network network = Network.build(device, digits, image, seed)) {
            Tensor x = network.input(2, new float[2 * 28 * 28]);
            Tensor logits = network.forward(x, Pass.EVALUATION);
            assertEquals(4 * 2 * 10, logits.buffer().length());
            x.release();
            logits.release();
        }
    }

    /** A user's kernels. */
    public static final class MyKernels {
        private MyKernels() {}

        /** {@code x[i] *= factor}. */
        public static void scale(KernelContext context, int n, float factor, float[] x) {
            int i = context.globalIdx;
            if (i < n) {
                x[i] *= factor;
            }
        }
    }

    static Stream<String> kernelDevices() {
        return Stream.concat(Stream.of("jvm"), TestDevices.compiled().stream());
    }

    @ParameterizedTest
    @MethodSource("kernelDevices")
    void aKernelOfYourOwn(String name) {
        try (Device device = TestDevices.open(name);
                Buffer x = device.allocate(1f, 2f, 3f)) {
            CompiledKernel scale = ((KernelDevice) device).compile(Kernel.of(MyKernels.class, "scale"));
            scale.launch(Grid.flat(x.length()), x.length(), 2f, x);
            assertArrayEquals(new float[] {2, 4, 6}, x.toFloats());
        }
    }
}
