package dev.steward.runner.cli;

import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which hosts: inventory and limit. */
final class WhereOptions {

    @Mixin
    private InventoryOptions inventory;

    @Option(
            names = {"-l", "--limit"},
            paramLabel = "PATTERN",
            description = "Only these hosts, as 'web*:!web3' or @file. A term that matches no host is refused.")
    private String limit;

    String limit() {
        return limit;
    }

    InventoryOptions inventory() {
        return inventory;
    }

    /** The sources as another process finds them. */
    List<String> absolute() {
        return inventory.absolute();
    }

    List<String> sources() {
        return inventory.sources();
    }
}
