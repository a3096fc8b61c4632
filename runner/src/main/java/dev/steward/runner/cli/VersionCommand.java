package dev.steward.runner.cli;

import dev.steward.runner.app.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code steward version}: what was built. */
@Command(mixinStandardHelpOptions = true, name = "version", description = "Version, commit and commit time.")
final class VersionCommand implements Callable<Integer> {

    private final Bench bench;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    VersionCommand(Bench bench) {
        this.bench = bench;
    }

    static String text() {
        return Version.read().toString();
    }

    @Override
    public Integer call() throws Exception {
        Version version = Version.read();
        bench.screen().out().println(json ? bench.json().writeValueAsString(version) : version.toString());
        return Exit.OK;
    }
}
