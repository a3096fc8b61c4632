package dev.steward.runner.app.patch;

import dev.steward.runner.app.patch.PatchRefused.Kind;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.inventory.HostPattern;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.inventory.InventoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which hosts words mean. What cannot be understood is refused; it never means more. */
final class Targets {

    private final Inventory inventory;

    Targets(Inventory inventory) {
        this.inventory = inventory;
    }

    /**
     * The hosts of words.
     *
     * @param node where all of them must be; empty: anywhere
     * @throws PatchRefused with every word that means nothing, and every host that is elsewhere
     */
    List<Host> of(List<String> words, Optional<String> node) throws PatchRefused {
        if (words.isEmpty()) {
            throw new PatchRefused(Kind.WRONG, "Say which hosts or guests: names, groups, ids such as 101, or 'all'.");
        }
        List<String> problems = new ArrayList<>();
        List<String> terms = new ArrayList<>();
        words.forEach(word -> term(word, problems).ifPresent(terms::add));
        if (!problems.isEmpty()) {
            throw new PatchRefused(Kind.UNKNOWN, problems);
        }
        List<Host> hosts = named(terms);
        if (node.isPresent()) {
            elsewhere(hosts, node.get());
        }
        return hosts;
    }

    private Optional<String> term(String word, List<String> problems) {
        if (!HostWords.guest(word) || inventory.hostNames().contains(word)) {
            return Optional.of(word);
        }
        List<Host> found =
                all().stream().filter(host -> HostWords.is(host, word)).toList();
        if (found.isEmpty()) {
            problems.add(
                    "No guest " + word + " is among the hosts of the inventory; 'steward inventory list' shows them.");
        } else if (found.size() > 1) {
            problems.add("The guest " + word + " is more than one: "
                    + found.stream()
                            .map(host -> host.name() + " (" + HostWords.said(host, "proxmox_cluster") + "/"
                                    + HostWords.said(host, "proxmox_vmid") + ")")
                            .collect(Collectors.joining(", "))
                    + "; say which.");
        }
        return found.stream().map(Host::name).findFirst();
    }

    private List<Host> named(List<String> terms) throws PatchRefused {
        try {
            String pattern = String.join(",", terms);
            HostPattern.refuseFiles(pattern);
            return inventory.namesOf(pattern).stream()
                    .flatMap(name -> inventory.host(name).stream())
                    .toList();
        } catch (InventoryException e) {
            throw new PatchRefused(
                    Kind.UNKNOWN, e.problems().stream().map(PatchDesk::words).toList());
        }
    }

    private static void elsewhere(List<Host> hosts, String node) throws PatchRefused {
        List<String> problems = new ArrayList<>();
        for (Host host : hosts) {
            String is = HostWords.said(host, "proxmox_node");
            if (!is.equals(node)) {
                problems.add(host.name()
                        + (is.isEmpty()
                                ? " is no guest of node " + node + ", as far as is known."
                                : " lives on node " + is + ", not on " + node + "; leave the node out, or name " + is
                                        + "."));
            }
        }
        if (!problems.isEmpty()) {
            throw new PatchRefused(Kind.REFUSED, problems);
        }
    }

    private List<Host> all() {
        return inventory.hostNames().stream()
                .flatMap(name -> inventory.host(name).stream())
                .toList();
    }
}
