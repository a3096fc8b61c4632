package dev.steward.runner.collect;

import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.EstateChange;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.proxmox.estate.View;
import dev.steward.runner.store.estate.EstateRecord;
import dev.steward.runner.store.estate.RecordDraft;
import dev.steward.runner.store.estate.RecordKey;
import dev.steward.runner.store.estate.RecordKey.Origin;
import dev.steward.runner.store.estate.RecordKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pass over what was in view when it began. */
final class Pass {

    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);

    private final String name;
    private final GuestReader reader;
    private final CollectorParts parts;
    private final Trouble trouble;
    private final Estate.Seen seen;
    private final View view;
    private final Map<String, EstateRecord> known = new HashMap<>();
    private boolean silent;

    /**
     * A pass.
     *
     * @param seen with a view
     * @param before what is kept of the cluster
     */
    Pass(GuestReader reader, CollectorParts parts, Trouble trouble, Estate.Seen seen, List<EstateRecord> before) {
        this.name = seen.name();
        this.reader = reader;
        this.parts = parts;
        this.trouble = trouble;
        this.seen = seen;
        this.view = seen.view().orElseThrow();
        before.forEach(record -> known.put(record.key().subject(), record));
    }

    void collect() throws InterruptedException {
        String local = local();
        boolean clusterDone = !view.cluster().clustered();
        for (Node node : view.nodes().values()) {
            boolean read = node(node, node.name().equals(local));
            if (!clusterDone) {
                cluster();
                clusterDone = true;
            }
            guests(node, read);
        }
    }

    private String local() throws InterruptedException {
        try {
            return reader.status().stream()
                    .filter(entry -> entry.text("type", "").equals("node") && entry.flag("local"))
                    .findFirst()
                    .flatMap(entry -> entry.text("name"))
                    .orElse("");
        } catch (PveException e) {
            trouble.is("status of cluster " + name, e.getMessage());
            return "";
        }
    }

    private void cluster() {
        put(List.of(RecordDraft.collected(
                RecordKey.cluster(Origin.COLLECTED, name),
                "",
                view.cluster().ownName(),
                NodeDocuments.facts(view.cluster()),
                NodeDocuments.readings(view))));
    }

    /** Whether its guests can be asked for. */
    private boolean node(Node node, boolean local) throws InterruptedException {
        String what = "node " + node.name() + " of " + name;
        PveFields status = new PveFields(null);
        PveFields traffic = status;
        boolean read = false;
        if (node.online()) {
            try {
                status = reader.node(node.name());
                read = true;
                traffic = reader.traffic(node.name());
                trouble.over(what);
            } catch (PveException e) {
                trouble.is(what, e.getMessage());
            }
        }
        RecordKey key = RecordKey.node(Origin.COLLECTED, name, node.name());
        Map<String, Object> facts = NodeDocuments.facts(node, local, status);
        Optional<EstateRecord> last = Optional.ofNullable(known.get(key.subject()));
        if (!read && last.isPresent()) {
            facts = last.get().facts();
        }
        put(List.of(RecordDraft.collected(
                key, node.name(), node.name(), facts, NodeDocuments.readings(view, node, status, traffic))));
        return read;
    }

    private void guests(Node node, boolean read) throws InterruptedException {
        Map<String, String> machines = read ? machines(node.name()) : Map.of();
        List<RecordDraft> drafts = new ArrayList<>();
        List<EstateChange> changes = new ArrayList<>();
        silent = !read;
        List<Guest> guests = view.guestsOf(node.name()).stream()
                .sorted(Comparator.comparing(Guest::kind).thenComparing(Guest::vmid))
                .toList();
        for (Guest guest : guests) {
            Optional<PveFields> config = silent ? Optional.empty() : config(guest);
            String status = guest.running() ? machines.getOrDefault(guest.id(), guest.status()) : guest.status();
            RecordDraft draft = draft(guest, config, status.equals("paused") ? status : guest.status());
            Optional.ofNullable(known.get(guest.id()))
                    .ifPresent(before -> changes.addAll(Differences.settings(before, draft)));
            drafts.add(draft);
        }
        put(drafts);
        parts.changes().accept(changes);
    }

    private Map<String, String> machines(String node) throws InterruptedException {
        boolean any = view.guestsOf(node).stream()
                .anyMatch(guest -> guest.running() && guest.id().startsWith("qemu/"));
        try {
            return any ? reader.machines(node) : Map.of();
        } catch (PveException e) {
            LOG.debug("VMs of node {} of {} were not asked: {}", node, name, e.getMessage());
            return Map.of();
        }
    }

    /** Its configuration; empty: it could not be read, and that is told. */
    private Optional<PveFields> config(Guest guest) throws InterruptedException {
        String what = guest.words() + " of " + name;
        try {
            PveFields config = reader.config(guest);
            trouble.over(what);
            return Optional.of(config);
        } catch (PveException e) {
            trouble.is(what, e.getMessage());
            // one after the other they would hold up everything that comes after this node
            silent = e.kind() == PveException.Kind.TIMEOUT || e.kind() == PveException.Kind.UNREACHABLE;
            return Optional.empty();
        }
    }

    private RecordDraft draft(Guest guest, Optional<PveFields> config, String status) {
        RecordKind kind = RecordKind.find(guest.kind().word()).orElseThrow();
        Optional<EstateRecord> last = Optional.ofNullable(known.get(guest.id()));
        Map<String, Object> facts = config.map(read -> GuestDocuments.facts(guest, read))
                .or(() -> last.map(record -> moved(record, guest)))
                .orElseGet(() -> GuestDocuments.unread(guest));
        return RecordDraft.collected(
                RecordKey.guest(Origin.COLLECTED, kind, name, guest.vmid().value()),
                guest.node(),
                guest.name(),
                facts,
                GuestDocuments.readings(guest, status, seen.of(guest)));
    }

    private Map<String, Object> moved(EstateRecord record, Guest guest) {
        Map<String, Object> facts = new LinkedHashMap<>(record.facts());
        facts.put("node", guest.node());
        return facts;
    }

    private void put(List<RecordDraft> drafts) {
        parts.records().put(drafts, parts.time().now());
    }
}
