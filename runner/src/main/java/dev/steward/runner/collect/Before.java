package dev.steward.runner.collect;

import dev.steward.runner.proxmox.GuestKind;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.PveVersion;
import dev.steward.runner.proxmox.Vmid;
import dev.steward.runner.proxmox.estate.Cluster;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.Load;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.proxmox.estate.Traffic;
import dev.steward.runner.proxmox.estate.View;
import dev.steward.runner.store.estate.EstateRecord;
import dev.steward.runner.store.estate.RecordKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A cluster as it was collected last: what happened while nobody looked is told after the next start. */
final class Before {

    private Before() {}

    /** When any of them was collected last; the readings of nodes in between do not count. */
    static Instant last(List<EstateRecord> records) {
        return records.stream()
                .filter(record -> record.key().kind() != RecordKind.NODE)
                .map(record -> record.span().seen())
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    /**
     * The view of then.
     *
     * @param now stands in for what is not recorded
     */
    static View of(List<EstateRecord> records, View now) {
        Map<String, Node> nodes = new LinkedHashMap<>();
        Map<String, Guest> guests = new LinkedHashMap<>();
        Cluster cluster = now.cluster();
        for (EstateRecord record : records) {
            PveFields said = Fields.fields(record.told());
            switch (record.key().kind()) {
                case CLUSTER -> cluster = cluster(now.cluster(), said);
                case NODE -> nodes.put(record.node(), node(record, said));
                default -> guest(record, said).ifPresent(guest -> guests.put(guest.id(), guest));
            }
        }
        return new View(cluster, nodes, guests, Map.of(), Set.of(), List.of(), Set.of(), last(records));
    }

    private static Cluster cluster(Cluster now, PveFields said) {
        return new Cluster(
                now.name(),
                said.text("cluster_name", now.ownName()),
                true,
                said.flag("quorate"),
                said.count("nodes").orElse(now.members()),
                said.count("version").orElse(now.revision()),
                said.text("pve_version").flatMap(PveVersion::find).or(now::version));
    }

    private static Node node(EstateRecord record, PveFields said) {
        return new Node(
                record.key().cluster(),
                record.node(),
                said.count("node_id"),
                said.text("ip"),
                said.flag("online"),
                said.text("ha_state"),
                said.text("level", ""),
                load(said));
    }

    private static Optional<Guest> guest(EstateRecord record, PveFields said) {
        Optional<GuestKind> kind = GuestKind.find(record.key().kind().word());
        Optional<Vmid> vmid = said.text("vmid").flatMap(Vmid::find);
        if (kind.isEmpty() || vmid.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Guest(
                record.key().cluster(),
                kind.get(),
                vmid.get(),
                record.name(),
                record.node(),
                // PVE itself calls a paused one running
                said.text("status", "unknown").replace("paused", "running"),
                said.flag("template"),
                Fields.texts(record.facts().get("tag_list")),
                said.text("pool"),
                said.text("lock"),
                said.text("ha_state"),
                load(said),
                new Traffic(0, 0, 0, 0)));
    }

    private static Load load(PveFields said) {
        return new Load(
                0,
                said.decimal("maxcpu").orElse(0),
                0,
                said.number("maxmem").orElse(0),
                0,
                said.number("maxdisk").orElse(0),
                Duration.ofSeconds(said.number("uptime").orElse(0)));
    }
}
