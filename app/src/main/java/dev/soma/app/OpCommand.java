package dev.soma.app;

import dev.soma.layers.io.Npy;
import dev.soma.runtime.Device;
import dev.soma.runtime.catalog.ArraySpec;
import dev.soma.runtime.catalog.HostArray;
import dev.soma.runtime.catalog.Operation;
import dev.soma.runtime.catalog.Operations;
import dev.soma.runtime.catalog.SettingSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code soma op}. */
@Command(
        name = "op",
        description = {
            "Runs one operation on .npy arrays and writes its results as .npy.",
            "Sizes come from the arrays. Spikes are 0 or 1, one value a channel."
        },
        mixinStandardHelpOptions = true)
final class OpCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private DeviceOptions device;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "the operation; --list prints all")
    private @Nullable String name;

    @Option(names = "--list", description = "prints all operations, or the one named, with arrays, shapes and settings")
    private boolean list;

    @Option(names = "--in", paramLabel = "ARRAY=FILE", description = "an input array")
    private Map<String, Path> in = new LinkedHashMap<>();

    @Option(names = "--set", paramLabel = "SETTING=VALUE", description = "a setting")
    private Map<String, String> set = new LinkedHashMap<>();

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            defaultValue = ".",
            description = "where to write NAME.npy for each result (default: the current folder)")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path out;

    @Override
    public Integer call() throws IOException {
        if (list) {
            (name == null ? Operations.all() : List.of(Operations.named(name))).forEach(this::describe);
            return ExitCode.OK;
        }
        if (name == null) {
            throw new ParameterException(spec.commandLine(), "name an operation; --list prints all");
        }
        Operation operation = Operations.named(name);
        Map<String, HostArray> inputs = new LinkedHashMap<>();
        for (Map.Entry<String, Path> entry : in.entrySet()) {
            inputs.put(entry.getKey(), Npy.read(entry.getValue()));
        }
        Map<String, HostArray> results;
        try (Device opened = device.open()) {
            results = operation.run(opened, inputs, set);
        }
        Files.createDirectories(out);
        PrintWriter writer = spec.commandLine().getOut();
        for (Map.Entry<String, HostArray> result : results.entrySet()) {
            Path file = out.resolve(result.getKey() + ".npy");
            Npy.write(file, result.getValue());
            writer.println(file + " " + result.getValue());
        }
        writer.flush();
        return ExitCode.OK;
    }

    private void describe(Operation operation) {
        PrintWriter writer = spec.commandLine().getOut();
        writer.println(operation.name() + ": " + operation.summary());
        for (ArraySpec array : operation.arrays()) {
            writer.printf(
                    "    %-9s %-13s %-7s %-22s %s%n",
                    role(array),
                    array.name(),
                    array.kind().name().toLowerCase(Locale.ROOT),
                    array.shapeText(),
                    array.meaning());
        }
        for (SettingSpec setting : operation.settings()) {
            String values = setting.choices().isEmpty() ? "number" : String.join("|", setting.choices());
            writer.printf(
                    "    %-9s %s=%s (%s) %s%n",
                    "--set", setting.name(), setting.defaultValue(), values, setting.meaning());
        }
        writer.flush();
    }

    private static String role(ArraySpec array) {
        return switch (array.role()) {
            case INPUT -> "--in";
            case OPTIONAL -> "[--in]";
            case UPDATED -> "[--in]/out";
            case OUTPUT -> "out";
        };
    }
}
