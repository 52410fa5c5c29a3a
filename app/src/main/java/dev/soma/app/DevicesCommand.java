package dev.soma.app;

import dev.soma.runtime.Device;
import dev.soma.runtime.DeviceException;
import dev.soma.runtime.DeviceProvider;
import dev.soma.runtime.DeviceSettings;
import dev.soma.runtime.Devices;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code soma devices}. */
@Command(
        name = "devices",
        description = "Lists all devices, usable here or not, best first",
        mixinStandardHelpOptions = true)
final class DevicesCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        for (DeviceProvider provider : Devices.list()) {
            out.printf("%-8s %s%n", provider.name(), state(provider));
            List<String> choices = provider.choices();
            for (int i = 0; choices.size() > 1 && i < choices.size(); i++) {
                out.printf("         %s:%d is %s%n", provider.name(), i, choices.get(i));
            }
            out.printf("         for: %s%n", provider.purpose());
        }
        out.flush();
        return ExitCode.OK;
    }

    private static String state(DeviceProvider provider) {
        return provider.obstacle().map(obstacle -> "not usable: " + obstacle).orElseGet(() -> {
            try (Device device = provider.open(DeviceSettings.DEFAULT)) {
                return device.description();
            } catch (DeviceException e) {
                return "not usable: " + e.getMessage();
            }
        });
    }
}
