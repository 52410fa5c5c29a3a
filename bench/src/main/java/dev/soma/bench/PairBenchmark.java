package dev.soma.bench;

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
 * A work under JMH, done by Soma or by a peer. Before the first measurement both do it once, and the results must agree; where
 * the peer is not usable, Soma is measured all the same.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public abstract class PairBenchmark {
    private static final String SOMA = "soma";
    private static final String PEER = "peer";

    /** Which side is measured. */
    @Param({SOMA, PEER})
    public String side = SOMA;

    private @Nullable Pairing<?> pairing;
    private @Nullable Side measured;

    /** For the families. */
    protected PairBenchmark() {}

    /** The name of the work. */
    protected abstract String work();

    /** Opens Soma's device and its peer. */
    abstract Pairing<?> pairing();

    /** Opens both sides, compares their results and keeps the one that is measured. */
    @Setup
    public void open() {
        Pairing<?> opened = pairing();
        pairing = opened;
        measured = side(opened);
    }

    private <P> Side side(Pairing<P> opened) {
        Work<P> work = opened.work(work());
        P peer = opened.peer();
        if (peer == null) {
            if (!side.equals(SOMA)) {
                throw new IllegalStateException(opened.peerName() + " is " + opened.peerState());
            }
            return work.soma().apply(opened.device());
        }
        Side soma = work.soma().apply(opened.device());
        Side other = work.peer().apply(peer);
        Agreement agreement = Comparison.agreement(soma, other, work.tolerance());
        if (!agreement.holds()) {
            throw new IllegalStateException("both sides do not agree: " + agreement.problem());
        }
        (side.equals(SOMA) ? other : soma).close();
        return side.equals(SOMA) ? soma : other;
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
    public void close() {
        if (measured != null) {
            measured.close();
        }
        if (pairing != null) {
            pairing.close();
        }
    }
}
