package dev.soma.app;

import dev.soma.runtime.DeviceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** The command line: {@code soma COMMAND ...}. Exit code 0 for success, 1 for failure, 2 for wrong usage. */
@Command(
        name = "soma",
        description = "GPU kernels, written in Java, for spiking neural networks",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            TrainCommand.class,
            EvaluateCommand.class,
            FoldCommand.class,
            PredictCommand.class,
            OpCommand.class,
            KernelsCommand.class,
            DevicesCommand.class,
            DataCommand.class
        })
public final class Main {
    private Main() {}

    /** Runs a command and exits with its code. */
    public static void main(String[] arguments) {
        // charts are drawn to files, never on a screen
        System.setProperty("java.awt.headless", "true");
        System.exit(run(arguments));
    }

    /** Runs a command and gives its exit code. */
    static int run(String... arguments) {
        CommandLine commands = new CommandLine(new Main());
        commands.setExecutionExceptionHandler((exception, command, parsed) -> {
            command.getErr().println("soma: " + explain(exception));
            return exception instanceof IllegalArgumentException ? ExitCode.USAGE : ExitCode.SOFTWARE;
        });
        if (arguments.length == 0) {
            commands.usage(commands.getErr());
            return ExitCode.USAGE;
        }
        try {
            return commands.execute(arguments);
        } catch (OutOfMemoryError e) {
            commands.getErr()
                    .println("soma: out of memory (" + e.getMessage() + "): use a smaller --batch, or give the JVM more"
                            + " with JAVA_TOOL_OPTIONS=-Xmx...");
            return ExitCode.SOFTWARE;
        }
    }

    /** What went wrong, in one line, without the names of classes. */
    private static String explain(Exception exception) {
        String message = exception.getMessage();
        return switch (exception) {
            case UncheckedIOException unchecked when unchecked.getCause() != null -> explain(unchecked.getCause());
            case NoSuchFileException missing -> missing.getFile() + ": there is no such file or folder";
            case AccessDeniedException denied -> denied.getFile() + ": this user may not read or write it";
            case FileAlreadyExistsException exists -> exists.getFile() + ": a file of that name is in the way";
            case IllegalArgumentException _, IllegalStateException _, DeviceException _, IOException _
            when message != null -> message;
            default -> "unexpected failure: " + exception;
        };
    }
}
