package dev.steward.runner.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which hosts: inventory and limit. */
final class WhereOptions {

    @Option(
            names = {"-i", "--inventory"},
            paramLabel = "INV",
            description =
                    "Inventory file, directory, or host list with a comma; may be repeated. Else the configured one.")
    private List<String> inventory = new ArrayList<>();

    @Option(
            names = {"-l", "--limit"},
            paramLabel = "PATTERN",
            description = "Only these hosts, as 'web*:!web3' or @file. A term that matches no host is refused.")
    private String limit;

    String limit() {
        return limit;
    }

    /** The sources as another process finds them: paths made absolute, host lists as they are. */
    List<String> absolute() {
        return inventory.stream()
                .map(source -> source.contains(",") && !Files.exists(Path.of(source))
                        ? source
                        : Path.of(source).toAbsolutePath().normalize().toString())
                .toList();
    }

    List<String> sources() {
        return inventory;
    }
}
