package dev.soma.app;

import picocli.CommandLine.IVersionProvider;

/** The version of Soma and of the JVM that runs it. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Main.class.getPackage().getImplementationVersion();
        return new String[] {"Soma " + (version == null ? "(from sources)" : version), "Java " + Runtime.version()};
    }
}
