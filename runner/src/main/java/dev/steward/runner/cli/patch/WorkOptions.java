package dev.steward.runner.cli.patch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that looking and updating have in common. */
final class WorkOptions {

    static final String TARGETS =
            "Hosts, groups or patterns of the inventory, guests by their id (101, home/101, lxc/101), or all.";

    @Option(names = "--node", paramLabel = "NODE", description = "Refuse what does not live on this node.")
    private String node;

    @Option(names = "--concurrency", paramLabel = "N", description = "Hosts at once.")
    private Integer concurrency;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "Without news for so long it has timed out, as 30m.")
    private String timeout;

    @Option(names = "--reason", paramLabel = "WORDS", description = "Why, for the history.")
    private String reason;

    @Option(names = "--on-battery", paramLabel = "REASON", description = "Begin even while a UPS is on battery.")
    private String onBattery;

    @Option(names = "--no-wait", description = "Return once it has begun.")
    private boolean noWait;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    boolean waits() {
        return !noWait;
    }

    boolean json() {
        return json;
    }

    Said to(Said said) {
        return said.with("node", node)
                .with("concurrency", concurrency)
                .with("timeout", timeout)
                .with("reason", reason)
                .with("onBattery", onBattery)
                .waiting(waits());
    }

    /** What was begun, as lines. */
    static List<String> begun(JsonNode begun) {
        List<String> lines = new ArrayList<>();
        begun.path("warnings").forEach(one -> lines.add("Note: " + one.asText()));
        lines.add("Run " + begun.path("run").asText() + " is begun: steward patch report --run "
                + begun.path("run").asText());
        lines.addAll(PatchText.operations(begun.path("operations")));
        return lines;
    }
}
