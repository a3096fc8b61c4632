package dev.steward.runner.app.patch;

import dev.steward.dsl.plan.ModuleCall;
import dev.steward.dsl.plan.Plan;
import dev.steward.dsl.plan.Play;
import dev.steward.dsl.plan.Task;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.roll.BlastRadius;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How far a plan reaches beyond its hosts: what it may reboot, shut down or take out of service, and what becomes of the guests
 * and of the quorum. Conditions are not weighed: it says what may happen at most. Clusters are asked only where nodes are
 * concerned; nothing is changed.
 */
final class PlanReach {

    private static final Set<String> BOOTS = Set.of("reboot", "nodeReboot");

    private final PatchDesk desk;
    private final Set<String> emptied = new LinkedHashSet<>();
    private final Set<String> booted = new LinkedHashSet<>();
    private final Set<String> ended = new LinkedHashSet<>();
    private boolean together;
    private boolean chosen;

    PlanReach(PatchDesk desk) {
        this.desk = desk;
    }

    /**
     * In sentences without an end.
     *
     * @param hosts of each play, in the plan's order
     * @return none where the plan reboots and ends nothing
     */
    List<String> words(Plan plan, List<List<String>> hosts) {
        for (int i = 0; i < hosts.size(); i++) {
            Play play = plan.allPlays().get(i);
            for (Task task : play.allTasks()) {
                sort(play, task.call(), hosts.get(i));
            }
        }
        Set<String> all = new LinkedHashSet<>(emptied);
        all.addAll(booted);
        all.addAll(ended);
        List<String> words = new ArrayList<>();
        try {
            if (!all.isEmpty()) {
                told(desk.targets(List.copyOf(all), Optional.empty()), words);
            }
        } catch (PatchRefused e) {
            words.add("how far it reaches is not known: " + e.getMessage());
        }
        if (chosen) {
            words.add("ends or reboots guests that its tasks choose");
        }
        return words;
    }

    private void sort(Play play, ModuleCall call, List<String> hosts) {
        Object state = call.arguments().getOrDefault("state", "");
        boolean other = Set.of("select", "vmid", "name", "node").stream().anyMatch(call.arguments()::containsKey);
        switch (call.module()) {
            case "evacuate" -> {
                if (!Boolean.TRUE.equals(call.arguments().get("preview"))) {
                    emptied.addAll(hosts);
                }
            }
            case "poweroff" -> ended.addAll(hosts);
            case "stopAll" -> chosen = chosen || !hosts.isEmpty();
            case "guest", "node" -> {
                boolean stops =
                        Set.of("stopped", "shutdown", "suspended", "hibernated").contains(String.valueOf(state));
                if (other && (stops || state.equals("rebooted"))) {
                    chosen = chosen || !hosts.isEmpty();
                } else if (stops) {
                    ended.addAll(hosts);
                } else if (state.equals("rebooted")) {
                    boots(play, hosts);
                }
            }
            default -> {
                if (BOOTS.contains(call.module())) {
                    boots(play, hosts);
                }
            }
        }
    }

    private void boots(Play play, List<String> hosts) {
        booted.addAll(hosts);
        together = together
                || hosts.size() > 1 && play.rollout().serial().stream().noneMatch(batch -> batch.of(hosts.size()) == 1);
    }

    private void told(List<Host> hosts, List<String> words) throws PatchRefused {
        for (Map.Entry<String, List<String>> one :
                nodes(hosts, host -> emptied.contains(host.name())).entrySet()) {
            words.add(radius(one).words());
        }
        for (Map.Entry<String, List<String>> one : nodes(
                        hosts,
                        host -> booted.contains(host.name())
                                && !emptied.contains(host.name())
                                && !ended.contains(host.name()))
                .entrySet()) {
            words.add(radius(one).wordsInPlace(!together));
        }
        for (Map.Entry<String, List<String>> one :
                nodes(hosts, host -> ended.contains(host.name())).entrySet()) {
            BlastRadius radius = radius(one);
            words.add("shuts down " + count(radius.nodes().size(), "node") + " and "
                    + count(radius.running(), "running guest") + " with "
                    + (radius.nodes().size() == 1 ? "it" : "them"));
        }
        guests(hosts, words);
    }

    private void guests(List<Host> hosts, List<String> words) {
        List<Host> rest = hosts.stream().filter(host -> !HostWords.node(host)).toList();
        add(words, "shuts down up to ", rest, host -> ended.contains(host.name()));
        add(words, "reboots up to ", rest, host -> booted.contains(host.name()) && !ended.contains(host.name()));
    }

    private static void add(List<String> words, String verb, List<Host> hosts, Predicate<Host> which) {
        List<Host> all = hosts.stream().filter(which).toList();
        long guests = all.stream()
                .filter(host -> !HostWords.said(host, "proxmox_vmid").isEmpty())
                .count();
        if (guests > 0) {
            words.add(verb + count(guests, "guest"));
        }
        if (all.size() > guests) {
            words.add(verb + count(all.size() - guests, guests > 0 ? "other host" : "host"));
        }
    }

    private BlastRadius radius(Map.Entry<String, List<String>> nodes) throws PatchRefused {
        return desk.rolls().radius(nodes.getKey(), nodes.getValue());
    }

    /** Nodes by their cluster. */
    static Map<String, List<String>> nodes(List<Host> hosts, Predicate<Host> which) {
        Map<String, List<String>> nodes = new LinkedHashMap<>();
        hosts.stream().filter(which).filter(HostWords::clustered).forEach(host -> nodes.computeIfAbsent(
                        HostWords.said(host, "proxmox_cluster"), any -> new ArrayList<>())
                .add(
                        HostWords.said(host, "proxmox_node").isEmpty()
                                ? host.name()
                                : HostWords.said(host, "proxmox_node")));
        return nodes;
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
