package dev.steward.runner.cli;

import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.app.Inventories;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.inventory.InventoryException;
import dev.steward.runner.inventory.InventoryListing;
import dev.steward.runner.inventory.sheet.HostSheet;
import dev.steward.runner.inventory.sheet.SheetText;
import dev.steward.runner.inventory.sheet.Sheets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code steward inventory}: hosts and their variables, as ansible-inventory prints them. */
@Command(
        mixinStandardHelpOptions = true,
        name = "inventory",
        description = "Shows hosts, groups and variables, as ansible-inventory does.")
final class InventoryCommand implements Callable<Integer> {

    private final Bench bench;
    private final Source inventories;

    @Mixin
    private ConfigOption config;

    @Mixin
    private WhereOptions where;

    @ArgGroup
    private What what;

    @Option(names = "--vars", description = "With --graph: the variables too.")
    private boolean vars;

    @Option(
            names = "--origins",
            description =
                    "With --host: every variable with the place it comes from and what it replaces; secrets masked.")
    private boolean origins;

    /** Finds the configured inventories. */
    @FunctionalInterface
    interface Source {

        Inventories open(ConfigOption config) throws Refusal;
    }

    /** One of the views. */
    private static final class What {

        @Option(names = "--list", description = "Everything, as JSON.")
        private boolean list;

        @Option(names = "--graph", description = "Groups and hosts as a tree.")
        private boolean graph;

        @Option(names = "--host", paramLabel = "HOST", description = "The variables of one host, as JSON.")
        private String host;

        @Option(names = "--list-hosts", description = "The hosts of --limit, one name a line, in order.")
        private boolean listHosts;
    }

    InventoryCommand(Bench bench, Source inventories) {
        this.bench = bench;
        this.inventories = inventories;
    }

    @Override
    public Integer call() throws Refusal {
        if (what == null) {
            throw new Refusal(Exit.OPTIONS, List.of("Say what: --list, --graph, --host HOST, --list-hosts, or drift"));
        }
        Inventory inventory = read();
        inventory.warnings().forEach(warning -> bench.screen().err().println("warning: " + warning));
        bench.screen().out().println(origins ? SheetText.of(sheet(inventory)) : text(new InventoryListing(inventory)));
        return Exit.OK;
    }

    private Inventory read() throws Refusal {
        try {
            return inventories
                    .open(config)
                    .load(where.sources(), bench.folder(), where.inventory().vault());
        } catch (InventoryException e) {
            throw refusal(Exit.UNREACHABLE_OR_PROBLEMS, e);
        }
    }

    private static Refusal refusal(int code, InventoryException e) {
        return new Refusal(code, e.problems().stream().map(Object::toString).toList());
    }

    private HostSheet sheet(Inventory inventory) throws Refusal {
        if (what.host == null) {
            throw new Refusal(Exit.OPTIONS, List.of("--origins goes with --host HOST"));
        }
        return Sheets.of(inventory, what.host)
                .orElseThrow(() -> new Refusal(
                        Exit.ERROR,
                        List.of("There is no host '" + what.host + "'"
                                + Suggestion.question(what.host, inventory.hostNames())
                                        .map(question -> "; " + question)
                                        .orElse(""))));
    }

    private String text(InventoryListing listing) throws Refusal {
        try {
            return shown(listing);
        } catch (InventoryException e) {
            throw refusal(Exit.ERROR, e);
        }
    }

    private String shown(InventoryListing listing) {
        if (what.list) {
            return listing.list();
        }
        if (what.graph) {
            return listing.graph("all", vars);
        }
        return what.host != null ? listing.host(what.host) : listing.hosts(limit());
    }

    private String limit() {
        return where.limit() == null ? "all" : where.limit();
    }
}
