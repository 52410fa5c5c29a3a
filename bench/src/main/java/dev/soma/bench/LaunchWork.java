package dev.soma.bench;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.CompiledKernel;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import dev.soma.runtime.Grid;
import dev.soma.runtime.Kernel;
import dev.soma.runtime.KernelDevice;
import dev.soma.runtime.opencl.OpenClDevice;
import dev.soma.runtime.opencl.SourceKernel;
import java.util.Locale;
import java.util.Map;

/** Launches of a small kernel, each with other arguments: by Soma, and by the bare calls of the driver. */
final class LaunchWork {
    private static final int ELEMENTS = 256;
    private static final String ENQUEUED = "%s enqueued";
    private static final String FINISHED = "%s and a finish";

    private final int launches;
    private final boolean finished;

    private LaunchWork(int launches, boolean finished) {
        this.launches = launches;
        this.finished = finished;
    }

    /** Times what the launches take the host; the device may finish later. */
    static Work<OpenClDevice> enqueued(int launches) {
        return new LaunchWork(launches, false).work(ENQUEUED);
    }

    /** Times a chain of launches with what waits for it. */
    static Work<OpenClDevice> finished(int launches) {
        return new LaunchWork(launches, true).work(FINISHED);
    }

    private Work<OpenClDevice> work(String name) {
        return new Work<>(name(name), 0, 0, Agreement.Tolerance.SAME_BITS, this::soma, ByHand::new);
    }

    /** The same on two devices of Soma's: what the launches take the host. */
    static Work<Device> enqueuedOnDevices(int launches) {
        return new LaunchWork(launches, false).onDevices(ENQUEUED);
    }

    /** The same on two devices of Soma's: a chain with what waits for it. */
    static Work<Device> finishedOnDevices(int launches) {
        return new LaunchWork(launches, true).onDevices(FINISHED);
    }

    private Work<Device> onDevices(String name) {
        return new Work<>(name(name), 0, 0, Agreement.Tolerance.SAME_BITS, this::soma, this::soma);
    }

    private String name(String format) {
        return String.format(Locale.ROOT, format, launches == 1 ? "1 launch" : launches + " launches");
    }

    private Side soma(Device device) {
        return new Soma((KernelDevice) device);
    }

    /** Launches scale x to y and y to z in turn, by another factor each. */
    private abstract class Chain implements Side {
        final Device device;
        final Grid grid = Grid.flat(ELEMENTS);
        final Buffer x;
        final Buffer y;
        final Buffer z;

        Chain(Device device) {
            this.device = device;
            this.x = device.allocate(RandomArrays.normal(10, ELEMENTS, 1));
            this.y = device.allocate(DataType.FLOAT, ELEMENTS);
            this.z = device.allocate(DataType.FLOAT, ELEMENTS);
        }

        abstract void launch(float factor, Buffer from, Buffer to);

        @Override
        public void prepare() {
            device.finish();
        }

        @Override
        public void run() {
            for (int k = 0; k < launches; k++) {
                boolean first = k % 2 == 0;
                launch(k + 1, first ? x : y, first ? y : z);
            }
            if (finished) {
                device.finish();
            }
        }

        @Override
        public Map<String, float[]> results() {
            return Map.of("y", y.toFloats(), "z", z.toFloats());
        }

        @Override
        public void close() {
            device.finish();
            x.close();
            y.close();
            z.close();
        }
    }

    private final class Soma extends Chain {
        private final CompiledKernel kernel;

        Soma(KernelDevice device) {
            super(device);
            kernel = device.compile(Kernel.of(ScaleKernel.class, "scale"));
        }

        @Override
        void launch(float factor, Buffer from, Buffer to) {
            kernel.launch(grid, ELEMENTS, factor, from, to);
        }
    }

    private final class ByHand extends Chain {
        private final SourceKernel kernel;

        ByHand(OpenClDevice device) {
            super(device);
            kernel = OpenClSource.compile(device, "scale", ELEMENTS, 1f, x, y);
        }

        @Override
        void launch(float factor, Buffer from, Buffer to) {
            kernel.set(1, factor);
            kernel.set(2, from);
            kernel.set(3, to);
            kernel.launch(grid);
        }

        @Override
        public void close() {
            super.close();
            kernel.close();
        }
    }
}
