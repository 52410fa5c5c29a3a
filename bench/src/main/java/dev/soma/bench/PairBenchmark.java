package dev.soma.bench;

import dev.soma.runtime.Device;
import dev.soma.runtime.DeviceSettings;
import dev.soma.runtime.Devices;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A work under JMH, done by Soma or by PyTorch. Before the first measurement both do it once, and the results must agree; where
 * PyTorch is not usable, Soma is measured all the same.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public abstract class PairBenchmark {
    private static final String SOMA = "soma";
    private static final String PYTORCH = "pyTorch";

    /** Which side is measured. */
    @Param({SOMA, PYTORCH})
    public String side = SOMA;

    /** Threads of each side; 0 for all processors. */
    @Param("0")
    public int threads;

    private @Nullable Device device;
    private @Nullable PyTorch pyTorch;
    private @Nullable Side measured;

    /** For the families. */
    protected PairBenchmark() {}

    /** The name of the work. */
    protected abstract String work();

    /** Opens both sides, compares their results and keeps the one that is measured. */
    @Setup
    public void open() {
        Work work = Works.named(work());
        int count = new DeviceSettings(threads, "").threadsOrAll();
        Device opened = Devices.open("vector", new DeviceSettings(count, ""));
        device = opened;
        Side soma = work.soma().apply(opened);
        try {
            PyTorch loaded = PyTorch.open(count);
            pyTorch = loaded;
            Side peer = work.pyTorch().apply(loaded);
            Agreement agreement = Comparison.agreement(soma, peer, work.tolerance());
            if (!agreement.holds()) {
                throw new IllegalStateException("Soma and PyTorch do not agree: " + agreement.problem());
            }
            measured = side.equals(SOMA) ? soma : peer;
            (side.equals(SOMA) ? peer : soma).close();
        } catch (PyTorch.UnavailableException e) {
            if (!side.equals(SOMA)) {
                throw new IllegalStateException("PyTorch is not usable: " + e.getMessage(), e);
            }
            measured = soma;
        }
    }

    /** What a call needs and is not timed. */
    @Setup(Level.Invocation)
    public void prepare() {
        opened().prepare();
    }

    /** The work, once. */
    @Benchmark
    public void call() {
        opened().run();
    }

    private Side opened() {
        return Objects.requireNonNull(measured, "open first");
    }

    /** Frees everything. */
    @TearDown
    public void close() throws Exception {
        for (AutoCloseable part : new AutoCloseable[] {measured, pyTorch, device}) {
            if (part != null) {
                part.close();
            }
        }
    }
}
