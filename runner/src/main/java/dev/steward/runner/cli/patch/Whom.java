package dev.steward.runner.cli.patch;

import dev.steward.runner.cli.Exit;
import dev.steward.runner.cli.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import picocli.CommandLine.Option;

/** The options that say whom an exception is about. */
final class Whom {

    @Option(names = "--host", paramLabel = "HOST", description = "A host of the inventory.")
    private String host;

    @Option(names = "--guest", paramLabel = "GUEST", description = "A container or VM: 101, home/101 or its name.")
    private String guest;

    @Option(names = "--group", paramLabel = "GROUP", description = "A group of the inventory.")
    private String group;

    @Option(names = "--tag", paramLabel = "TAG", description = "A tag of Proxmox.")
    private String tag;

    @Option(names = "--schedule", paramLabel = "NAME", description = "A schedule (reboots only).")
    private String schedule;

    @Option(names = "--all", description = "Everywhere.")
    private boolean all;

    /** Adds scope and target. */
    Said to(Said said) throws Refusal {
        Map<String, String> named = new LinkedHashMap<>();
        named.put("host", host);
        named.put("guest", guest);
        named.put("group", group);
        named.put("tag", tag);
        named.put("schedule", schedule);
        named.put("all", all ? "*" : null);
        List<Entry<String, String>> given =
                named.entrySet().stream().filter(one -> one.getValue() != null).toList();
        if (given.size() != 1) {
            throw new Refusal(
                    Exit.OPTIONS,
                    List.of("Say whom it is about, once: --host, --guest, --group, --tag"
                            + (given.isEmpty() ? ", --schedule or --all." : " or --all; not several of them.")));
        }
        Entry<String, String> one = given.get(0);
        return said.with("scope", one.getKey()).with("target", one.getKey().equals("all") ? null : one.getValue());
    }
}
