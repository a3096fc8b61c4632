package dev.steward.runner.outage.aswas;

import dev.steward.runner.outage.aswas.AsWas.ClusterWas;
import dev.steward.runner.outage.aswas.AsWas.GuestWas;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.Crew;
import dev.steward.runner.proxmox.act.Means;
import dev.steward.runner.proxmox.act.UpidWatcher;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.Storage;
import dev.steward.runner.proxmox.estate.View;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;

/** Reads one cluster: what cannot be had any more is left out and said. Used once. */
final class OneCluster {

    private static final PvePath RESOURCES = PvePath.of("cluster", "ha", "resources");
    private static final PvePath STATUS = PvePath.of("cluster", "ha", "status", "current");
    private static final PvePath FLAGS = PvePath.of("cluster", "ceph", "flags");

    private final String name;
    private final Map<String, String> ha = new TreeMap<>();
    private View view;
    private Optional<String> armed = Optional.empty();
    private Optional<Set<String>> flags = Optional.empty();
    private List<GuestWas> guests = List.of();

    OneCluster(String name) {
        this.name = name;
    }

    /** What went wrong on the way; empty: all was read. */
    Optional<String> read(Means means, Duration limit) throws InterruptedException {
        Acting acting = new Acting(means, UpidWatcher.NONE).within(limit);
        AtomicReference<View> read = new AtomicReference<>();
        // side by side: until all is noted nothing may be stopped
        Optional<PveException> problem = Crew.reads(List.of(
                () -> read.set(acting.view()), () -> services(acting), () -> fencing(acting), () -> flags(acting)));
        Optional.ofNullable(read.get()).ifPresent(this::take);
        return problem.map(PveException::getMessage);
    }

    private void services(Acting acting) throws PveException, InterruptedException {
        for (PveFields row : acting.api().get(RESOURCES, Map.of()).list()) {
            row.text("sid").ifPresent(sid -> ha.put(sid, wanted(row)));
        }
    }

    private void fencing(Acting acting) throws PveException, InterruptedException {
        armed = acting.api().get(STATUS, Map.of()).list().stream()
                .filter(row -> row.text("type", "").equals("fencing"))
                .flatMap(row -> row.text("armed-state").stream())
                .findFirst();
    }

    /* A cluster without Ceph answers that it has none. */
    private void flags(Acting acting) throws InterruptedException {
        try {
            Set<String> set = new TreeSet<>();
            for (PveFields row : acting.api().get(FLAGS, Map.of()).list()) {
                row.text("name").filter(flag -> row.flag("value")).ifPresent(set::add);
            }
            flags = Optional.of(set);
        } catch (PveException e) {
            flags = Optional.empty();
        }
    }

    /** Whether the cluster itself could be read. */
    boolean seen() {
        return view != null;
    }

    /** From a view alone. */
    void take(View now) {
        view = now;
        guests = running().stream()
                .map(guest -> new GuestWas(guest.id(), guest.name(), guest.node()))
                .toList();
        // what the manager makes of a service is next to what it is asked for
        now.ha().stream()
                .filter(line -> line.type().equals("service"))
                .forEach(line -> ha.putIfAbsent(
                        line.id().replaceFirst("^service:", ""), line.state().orElse("started")));
    }

    ClusterWas done(Duration age, Optional<String> problem) {
        Map<String, String> nodes = new LinkedHashMap<>();
        view.nodes().values().forEach(node -> nodes.put(node.name(), node.status()));
        Set<String> storages = new TreeSet<>();
        view.storages().values().stream().filter(Storage::available).forEach(one -> storages.add(one.id()));
        return new ClusterWas(name, age, problem, nodes, guests, ha, armed, storages, flags);
    }

    private List<Guest> running() {
        return view.guests().values().stream().filter(Guest::running).toList();
    }

    private static String wanted(PveFields row) {
        String state = row.text("state", "started");
        return state.equals("enabled") ? "started" : state;
    }
}
