package dev.soma.bench;

import dev.soma.kernels.normalization.NormForwardKernels;
import dev.soma.kernels.normalization.NormReduction;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.CompiledKernel;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import dev.soma.runtime.Grid;
import dev.soma.runtime.Kernel;
import dev.soma.runtime.KernelDevice;
import dev.soma.runtime.opencl.OpenClDevice;
import dev.soma.runtime.opencl.SourceKernel;
import java.util.List;

/**
 * The reduction of a batch normalisation: sums of deviations and of their squares.
 *
 * @param rows values of a feature
 * @param features at least as many as a work-group is wide
 */
record MomentsPair(int rows, int features) implements KernelPair {
    private static final float MEAN = 1;

    @Override
    public String name() {
        return "BN reduction";
    }

    @Override
    public List<Buffer> arrays(Device device) {
        float[] x = RandomArrays.normal(9, rows * features, 1);
        for (int i = 0; i < x.length; i++) {
            x[i] += MEAN;
        }
        return List.of(device.allocate(x), device.allocate(DataType.FLOAT, 2 * splits() * features));
    }

    @Override
    public Runnable soma(Device device, List<Buffer> arrays) {
        CompiledKernel kernel = ((KernelDevice) device).compile(Kernel.of(NormForwardKernels.class, "normMoments"));
        Grid grid = grid();
        int splits = splits();
        return () -> kernel.launch(grid, rows, features, splits, arrays.get(0), arrays.get(1));
    }

    @Override
    public SourceKernel byHand(OpenClDevice device, List<Buffer> arrays) {
        return OpenClSource.compile(device, "norm_moments", rows, features, splits(), arrays.get(0), arrays.get(1));
    }

    @Override
    public Runnable launch(SourceKernel byHand) {
        Grid grid = grid();
        return () -> byHand.launch(grid);
    }

    private int splits() {
        return NormReduction.splits(1, rows, features);
    }

    private Grid grid() {
        return Grid.of(features, (long) splits() * NormReduction.LANES, NormReduction.COLUMNS, NormReduction.LANES);
    }
}
