package dev.soma.app;

import dev.soma.runtime.DeviceException;
import dev.soma.runtime.Grid;
import dev.soma.runtime.Kernel;
import dev.soma.runtime.catalog.KernelTarget;
import dev.soma.runtime.catalog.Kernels;
import dev.soma.runtime.ptxas.GpuArchitecture;
import dev.soma.runtime.ptxas.PtxAssembler;
import dev.soma.runtime.ptxas.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What NVIDIA's assembler makes of kernels: a line for each, registers and occupancy for each generation of GPUs. */
final class PtxReport {
    private static final String HEAD = "%-28s %8s %7s";
    private static final String CELL = "  %10s";

    private final PtxAssembler assembler;

    private PtxReport(PtxAssembler assembler) {
        this.assembler = assembler;
    }

    static PtxReport open() {
        return new PtxReport(
                PtxAssembler.find()
                        .orElseThrow(
                                () -> new DeviceException(
                                        "ptxas, which assembles PTX, was not found on the PATH: it comes with"
                                                + " the CUDA toolkit, and with the Python package nvidia-cuda-nvcc-cu12 (.ci/install-tools gets it)")));
    }

    /** The lines above the kernels. */
    List<String> head() {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, HEAD, "kernel", "shared B", "spill B"));
        Stream.of(GpuArchitecture.values()).forEach(gpu -> line.append(String.format(Locale.ROOT, CELL, gpu.target())));
        return List.of(
                "registers of a work-item, and the share of a multiprocessor's warps that are at work in groups of "
                        + Grid.MAX_LOCAL,
                line.toString());
    }

    /** The line of a kernel. */
    String line(Kernel kernel, Map<String, Integer> constants) {
        String ptx = KernelTarget.PTX.source(kernel, constants);
        List<String> cells = new ArrayList<>();
        int shared = 0;
        int spills = 0;
        for (GpuArchitecture gpu : GpuArchitecture.values()) {
            Usage usage = assembler.assemble(ptx, gpu);
            shared = Math.max(shared, usage.sharedBytes());
            spills = Math.max(spills, usage.spillBytes());
            double occupancy = gpu.occupancy(usage, Grid.MAX_LOCAL);
            cells.add(String.format(
                    Locale.ROOT, CELL, String.format(Locale.ROOT, "%d %3.0f %%", usage.registers(), 100 * occupancy)));
        }
        return String.format(Locale.ROOT, HEAD, Kernels.name(kernel), shared, spills) + String.join("", cells);
    }
}
