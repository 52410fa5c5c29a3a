package dev.soma.runtime.catalog;

import dev.soma.runtime.DeviceSettings;
import dev.soma.runtime.opencl.CompiledSources;
import dev.soma.runtime.opencl.KernelSources;
import dev.soma.runtime.opencl.OpenClDevice;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A main class that runs every small case on OpenCL and prints the names of the kernels that were launched, one a line. */
public final class SmallCasesOnOpenCl {
    /** Elements that all arrays of a small case have together: an interpreter needs a minute for these. */
    private static final int MOST_ELEMENTS = 300;

    private SmallCasesOnOpenCl() {}

    /** Runs the cases. */
    public static void main(String[] unused) {
        Set<String> launched = new TreeSet<>();
        // an operation asks for a kernel's source when it first launches it
        KernelSources sources = (kernel, constants) -> {
            launched.add(Kernels.name(kernel));
            return CompiledSources.of(kernel, constants);
        };
        try (OpenClDevice device = OpenClDevice.open(DeviceSettings.DEFAULT, sources)) {
            Stream.concat(
                            OperationsTest.cases().stream().filter(SmallCasesOnOpenCl::isSmall),
                            ConvolutionCases.tiles().stream())
                    .forEach(testCase -> testCase.run(device));
            ConvolutionFireCases.all().stream()
                    .filter(SmallCasesOnOpenCl::isSmall)
                    .forEach(testCase -> ConvolutionFireCases.runInOneLaunch(testCase, device));
        }
        launched.forEach(System.out::println);
    }

    private static boolean isSmall(OperationCase testCase) {
        return testCase.inputs().arrays().values().stream()
                        .mapToLong(HostArray::length)
                        .sum()
                <= MOST_ELEMENTS;
    }
}
