package dev.steward.runner.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which inventory. */
final class InventoryOptions {

    @Option(
            names = {"-i", "--inventory"},
            paramLabel = "INV",
            description =
                    "Inventory file, directory, or host list with a comma; may be repeated. Else the configured one.")
    private List<String> inventory = new ArrayList<>();

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
