package dev.steward.runner.inventory.dynamic;

import dev.steward.dsl.check.Problem;
import dev.steward.dsl.check.Problem.Severity;
import dev.steward.dsl.plan.SourceRef;
import dev.steward.runner.inventory.InventoryBuilder;
import dev.steward.runner.inventory.origin.Place;
import dev.steward.runner.proxmox.estate.Estate.Seen;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Puts what a cluster has beside what files have. A host of a file is the guest whose vmid it names; else the one whose name
 * it has; else the one whose address it has. What fits several is an error: nobody guesses which machine is meant.
 */
final class Composition {

    private static final String NODES = "proxmox_nodes";

    private final InventoryBuilder builder;
    private final InventoryBuilder.Source source;
    private final SourceRef at;
    private final List<String> files;
    private final Map<String, Integer> taken = new LinkedHashMap<>();
    private final List<Found> found = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    /** Something a cluster has, before it has its place. */
    private record Found(Counterpart counterpart, String unique, List<String> groups, Map<String, Object> vars) {

        String name() {
            return counterpart.name();
        }

        String cluster() {
            return counterpart.cluster();
        }
    }

    Composition(InventoryBuilder builder, InventoryBuilder.Source source, SourceRef at) {
        this.builder = builder;
        this.source = source;
        this.at = at;
        this.files = builder.hostNames();
    }

    /** Takes a cluster. */
    void add(Seen seen, boolean nodes) {
        seen.view().ifPresent(view -> {
            groups(view.nodes().keySet().stream().toList());
            if (nodes) {
                view.nodes().values().forEach(node -> node(node, seen));
            }
            view.guests().values().stream().filter(g -> !g.template()).forEach(guest -> guest(guest, seen));
        });
    }

    /* Groups are there also while they are empty: a pattern that names one is right. */
    private void groups(List<String> nodes) {
        List.of(NODES, "proxmox_all_lxc", "proxmox_all_qemu", "proxmox_all_running", "proxmox_all_stopped")
                .forEach(builder::addGroup);
        for (String node : nodes) {
            builder.addGroup(ProxmoxSource.group("proxmox", node, "lxc"));
            builder.addGroup(ProxmoxSource.group("proxmox", node, "qemu"));
        }
    }

    private void node(Node node, Seen seen) {
        Map<String, Object> vars = new LinkedHashMap<>();
        node.address().ifPresent(ip -> vars.put("ansible_host", ip));
        vars.put("proxmox_cluster", node.cluster());
        vars.put("proxmox_node", node.name());
        vars.put("proxmox_status", node.status());
        found.add(new Found(Counterpart.of(node, seen), node.cluster() + "-" + node.name(), List.of(NODES), vars));
    }

    private void guest(Guest guest, Seen seen) {
        Counterpart counterpart = Counterpart.of(guest, seen);
        String kind = guest.kind().word();
        List<String> groups = new ArrayList<>(List.of(
                "proxmox_all_" + kind,
                "proxmox_all_" + (guest.running() ? "running" : "stopped"),
                ProxmoxSource.group("proxmox", guest.node(), kind)));
        if (!guest.running() && !guest.status().equals("stopped")) {
            // A node that cannot be asked: whether its guests run is not known, and no group says so.
            groups.remove(1);
        }
        guest.pool().ifPresent(pool -> groups.add(ProxmoxSource.group("proxmox", "pool", pool)));
        guest.tags().forEach(tag -> groups.add(ProxmoxSource.group("tag", tag)));
        Map<String, Object> vars = new LinkedHashMap<>();
        counterpart.addresses().best().ifPresent(ip -> vars.put("ansible_host", ip));
        vars.put("proxmox_cluster", guest.cluster());
        vars.put("proxmox_vmid", (long) guest.vmid().value());
        vars.put("proxmox_name", guest.name());
        vars.put("proxmox_node", guest.node());
        vars.put("proxmox_vmtype", kind);
        vars.put("proxmox_status", guest.status());
        vars.put("proxmox_tags", String.join(";", guest.tags()));
        vars.put("proxmox_tags_parsed", guest.tags());
        guest.pool().ifPresent(pool -> vars.put("proxmox_pool", pool));
        guest.lock().ifPresent(lock -> vars.put("proxmox_lock", lock));
        String unique = guest.name() + "-" + guest.vmid();
        found.add(new Found(counterpart, unique, groups, vars));
    }

    /** Gives everything its place, and tells what has none. */
    List<Problem> settle() {
        found.forEach(one -> taken.merge(one.name().toLowerCase(Locale.ROOT), 1, Integer::sum));
        Map<String, Found> owners = new LinkedHashMap<>();
        List<Found> free = new ArrayList<>(found);
        for (String host : files) {
            List<Found> same = same(host);
            if (same.size() > 1) {
                ambiguous(host, same);
            } else if (same.size() == 1) {
                owners.put(host, same.get(0));
                free.remove(same.get(0));
            }
        }
        owners.forEach(this::place);
        free.forEach(one -> place(name(one), one));
        return problems;
    }

    private List<Found> same(String host) {
        return new Counterparts<>(found, Found::counterpart)
                .of(new Counterparts.Said(
                        host,
                        builder.said(host, "proxmox_vmid").map(String::valueOf),
                        builder.said(host, "proxmox_cluster").map(String::valueOf),
                        builder.said(host, "ansible_host").map(String::valueOf).orElse(host)));
    }

    private void ambiguous(String host, List<Found> same) {
        problems.add(new Problem(
                at,
                "host '" + host + "' of the files fits several: "
                        + String.join(
                                ", ",
                                same.stream()
                                        .map(one -> one.counterpart().words())
                                        .toList()),
                Optional.of("say which by proxmox_vmid" + (clusters(same) > 1 ? " and proxmox_cluster" : "")),
                Severity.ERROR));
    }

    private static long clusters(List<Found> same) {
        return same.stream().map(Found::cluster).distinct().count();
    }

    /** A name of its own for something no file has: its own where that is free. */
    private String name(Found one) {
        boolean several = taken.get(one.name().toLowerCase(Locale.ROOT)) > 1;
        if (!several && !builder.hasHost(one.name()) && !builder.hasGroup(one.name())) {
            return one.name();
        }
        String name = builder.hasHost(one.unique()) || builder.hasGroup(one.unique())
                ? one.cluster() + "-" + one.unique()
                : one.unique();
        problems.add(new Problem(
                at,
                one.counterpart().words() + " is called '" + name + "' here, because '" + one.name()
                        + "' means something else too",
                Optional.empty(),
                Severity.WARNING));
        return name;
    }

    private void place(String host, Found one) {
        for (String group : one.groups()) {
            builder.addGroup(group);
            builder.addHost(host, group, Optional.empty(), Optional.of(source));
        }
        Place place = Place.of(one.cluster(), at);
        one.vars().forEach((name, value) -> builder.offer(host, name, value, place));
    }
}
