package dev.soma.runtime.catalog;

import dev.soma.kernels.KernelContext;
import dev.soma.kernels.array.ArrayKernels;
import dev.soma.kernels.convolution.Conv2dFireKernels;
import dev.soma.kernels.convolution.Conv2dForwardKernels;
import dev.soma.kernels.convolution.Conv2dGradInputKernels;
import dev.soma.kernels.convolution.Conv2dGradWeightKernels;
import dev.soma.kernels.convolution.Conv2dSpikeKernels;
import dev.soma.kernels.convolution.SplitSumKernels;
import dev.soma.kernels.encoder.EncoderKernels;
import dev.soma.kernels.loss.CrossEntropyKernels;
import dev.soma.kernels.neuron.DecayKernels;
import dev.soma.kernels.neuron.FoldedLifKernels;
import dev.soma.kernels.neuron.LifKernels;
import dev.soma.kernels.neuron.LifMpbnBackwardKernels;
import dev.soma.kernels.neuron.LifMpbnKernels;
import dev.soma.kernels.normalization.NormBackwardKernels;
import dev.soma.kernels.normalization.NormFoldKernels;
import dev.soma.kernels.normalization.NormForwardKernels;
import dev.soma.kernels.optimizer.OptimizerKernels;
import dev.soma.kernels.pooling.AveragePoolingKernels;
import dev.soma.kernels.pooling.MaxPoolingKernels;
import dev.soma.kernels.spike.SpikeKernels;
import dev.soma.runtime.Kernel;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All kernels that Soma comes with. A kernel's name is its method's, in lower case with hyphens: {@code lif-forward}. */
public final class Kernels {
    private static final List<Kernel> ALL = Stream.of(
                    Conv2dForwardKernels.class,
                    Conv2dSpikeKernels.class,
                    Conv2dFireKernels.class,
                    Conv2dGradInputKernels.class,
                    Conv2dGradWeightKernels.class,
                    SplitSumKernels.class,
                    NormForwardKernels.class,
                    NormBackwardKernels.class,
                    NormFoldKernels.class,
                    LifKernels.class,
                    LifMpbnKernels.class,
                    LifMpbnBackwardKernels.class,
                    FoldedLifKernels.class,
                    DecayKernels.class,
                    AveragePoolingKernels.class,
                    MaxPoolingKernels.class,
                    SpikeKernels.class,
                    EncoderKernels.class,
                    CrossEntropyKernels.class,
                    OptimizerKernels.class,
                    ArrayKernels.class)
            .flatMap(Kernels::of)
            .toList();

    private Kernels() {}

    /** All kernels, by family. */
    public static List<Kernel> all() {
        return ALL;
    }

    /**
     * The kernel of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Kernel named(String name) {
        return ALL.stream()
                .filter(kernel -> name(kernel).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no kernel '" + name + "'; expected one of "
                        + ALL.stream().map(Kernels::name).collect(Collectors.joining(", "))));
    }

    /** A kernel's name: {@code lifForward} is {@code lif-forward}. */
    public static String name(Kernel kernel) {
        return kernel.name().replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    private static Stream<Kernel> of(Class<?> owner) {
        return Arrays.stream(owner.getDeclaredMethods())
                .filter(Kernels::isKernel)
                .sorted(Comparator.comparing(Method::getName))
                .map(Kernel::of);
    }

    private static boolean isKernel(Method method) {
        Class<?>[] types = method.getParameterTypes();
        return Modifier.isPublic(method.getModifiers()) && types.length > 0 && types[0] == KernelContext.class;
    }
}
