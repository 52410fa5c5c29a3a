package dev.soma.app;

import dev.soma.layers.train.Progress;
import java.io.Console;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on a terminal, and nothing where the output is read by a program. */
interface EpochProgress extends Progress, AutoCloseable {

    @Override
    void close();

    /** The progress of one epoch. */
    static EpochProgress of(String task, int samples) {
        return isTerminal() ? new Bar(task, samples) : new Silent();
    }

    @SuppressWarnings("SystemConsoleNull") // the JVM may still be started without a console provider
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /** Shows nothing. */
    final class Silent implements EpochProgress {
        @Override
        public void update(int done, int of, double loss, double accuracy) {}

        @Override
        public void close() {}
    }

    /** A bar with loss, accuracy and samples a second. */
    final class Bar implements EpochProgress {
        private static final int WIDTH = 100;

        private final ProgressBar bar;

        Bar(String task, int samples) {
            bar = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(samples)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUnit(" samples", 1)
                    .showSpeed()
                    .clearDisplayOnFinish()
                    .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
                    .build();
        }

        @Override
        public void update(int done, int of, double loss, double accuracy) {
            bar.setExtraMessage(String.format(Locale.ROOT, "loss %.4f accuracy %.2f %%", loss, 100 * accuracy));
            bar.stepTo(done);
        }

        @Override
        public void close() {
            bar.close();
        }
    }
}
