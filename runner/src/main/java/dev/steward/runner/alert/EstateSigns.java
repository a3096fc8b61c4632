package dev.steward.runner.alert;

import dev.steward.runner.alert.Sign.Level;
import dev.steward.runner.config.alert.AlertsConfig;
import dev.steward.runner.config.alert.LevelRule;
import dev.steward.runner.config.alert.StateRule;
import dev.steward.runner.proxmox.GuestKind;
import dev.steward.runner.proxmox.estate.Cluster;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.Load;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.proxmox.estate.Storage;
import dev.steward.runner.proxmox.estate.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What the clusters' views show. A cluster of which no new view could be had shows only that. */
public final class EstateSigns {

    private static final String ITSELF = "cluster";
    private static final double ALL = 100;
    private static final StateRule AT_ONCE = new StateRule(true, Duration.ZERO, Duration.ZERO);

    private final AlertsConfig config;
    private final List<Sign> signs = new ArrayList<>();
    private final Set<String> whole = new HashSet<>();
    private final Set<String> shared = new HashSet<>();

    private EstateSigns(AlertsConfig config) {
        this.config = config;
    }

    /** What is to be seen in an estate. */
    public static Looked of(Estate estate, AlertsConfig config) {
        EstateSigns all = new EstateSigns(config);
        estate.clusters().values().stream().filter(Estate.Seen::asked).forEach(all::cluster);
        return new Looked(all.signs, all.whole);
    }

    private void cluster(Estate.Seen seen) {
        if (config.cluster().enabled()) {
            Level level = seen.problem().isPresent() ? Level.BAD : Level.GOOD;
            String title =
                    level == Level.BAD ? "does not answer: " + seen.problem().get() : "answers again";
            add(AlertKind.CLUSTER, seen.name(), ITSELF, level, "Cluster " + seen.name() + " " + title);
        }
        whole.add(Looked.all(AlertKind.CLUSTER, seen.name()));
        if (seen.problem().isEmpty()) {
            seen.view().ifPresent(this::view);
        }
    }

    private void view(View view) {
        String cluster = view.cluster().name();
        for (AlertKind kind : List.of(
                AlertKind.QUORUM, AlertKind.NODE, AlertKind.STORAGE, AlertKind.DISK, AlertKind.CPU, AlertKind.MEMORY)) {
            whole.add(Looked.all(kind, cluster));
        }
        quorum(view);
        view.nodes().values().forEach(node -> node(view.cluster(), node));
        view.storages().values().forEach(storage -> storage(view, storage));
        view.guests().values().forEach(this::guest);
    }

    private void quorum(View view) {
        Cluster cluster = view.cluster();
        if (!config.quorum().enabled() || !cluster.clustered()) {
            return;
        }
        if (cluster.quorate()) {
            add(AlertKind.QUORUM, cluster.name(), ITSELF, Level.GOOD, "Quorum restored: cluster " + cluster.name());
            return;
        }
        String lost = view.nodes().values().stream()
                .filter(node -> !node.online())
                .map(Node::name)
                .collect(Collectors.joining(", "));
        add(
                AlertKind.QUORUM,
                cluster.name(),
                ITSELF,
                Level.BAD,
                "Quorum lost: cluster " + cluster.name() + (lost.isEmpty() ? "" : ", not seen: " + lost));
    }

    private void node(Cluster cluster, Node node) {
        String words = "Node " + node.name() + " of " + cluster.name();
        if (config.node().enabled()) {
            // while quorum is lost, that is told, with the nodes that are not seen: one trouble, one notice
            boolean told =
                    cluster.clustered() && !cluster.quorate() && config.quorum().enabled();
            Level bad = told ? Level.BETWEEN : Level.BAD;
            String state = node.online() ? " is online" : " is offline";
            add(AlertKind.NODE, cluster.name(), node.id(), node.online() ? Level.GOOD : bad, words + state);
        }
        if (!node.online()) {
            unknown(cluster.name(), node.id());
        } else {
            load(cluster, node, words);
        }
    }

    private void load(Cluster cluster, Node node, String words) {
        Load load = node.load();
        level(config.cpu(), AlertKind.CPU, cluster.name(), node.id(), load.cpu() * ALL, words + ": processors");
        level(
                config.memory(),
                AlertKind.MEMORY,
                cluster.name(),
                node.id(),
                load.memory(),
                load.memoryLimit(),
                words + ": memory");
        level(
                config.disk(),
                AlertKind.DISK,
                cluster.name(),
                node.id(),
                load.disk(),
                load.diskLimit(),
                words + ": root disk");
    }

    /* What does not run tells nothing of its load; it is neither well nor gone. */
    private void unknown(String cluster, String subject) {
        add(AlertKind.CPU, cluster, subject, Level.BETWEEN, "");
        add(AlertKind.MEMORY, cluster, subject, Level.BETWEEN, "");
        add(AlertKind.DISK, cluster, subject, Level.BETWEEN, "");
    }

    private void guest(Guest guest) {
        if (guest.template()) {
            return;
        }
        if (!guest.running()) {
            unknown(guest.cluster(), guest.id());
            return;
        }
        String words = guest.words();
        Load load = guest.load();
        if (config.cpu().guests()) {
            level(config.cpu(), AlertKind.CPU, guest.cluster(), guest.id(), load.cpu() * ALL, words + ": processors");
        }
        if (config.memory().guests()) {
            level(
                    config.memory(),
                    AlertKind.MEMORY,
                    guest.cluster(),
                    guest.id(),
                    load.memory(),
                    load.memoryLimit(),
                    words + ": memory");
        }
        // PVE does not see into the file systems of a VM: it says 0
        if (config.disk().guests() && guest.kind() == GuestKind.LXC) {
            level(
                    config.disk(),
                    AlertKind.DISK,
                    guest.cluster(),
                    guest.id(),
                    load.disk(),
                    load.diskLimit(),
                    words + ": root disk");
        }
    }

    private void storage(View view, Storage storage) {
        String subject = storage.shared() ? "storage/" + storage.name() : storage.id();
        if (!config.storage().enabled()) {
            return;
        }
        boolean seen = storage.available() && storage.size() > 0;
        if (!seen) {
            if (!storage.shared()) {
                add(AlertKind.STORAGE, storage.cluster(), subject, Level.BETWEEN, "");
            }
            return;
        }
        // a shared one is there once for each node, and is the same
        if (storage.shared() && !shared.add(storage.cluster() + "/" + subject)) {
            return;
        }
        String where = storage.shared() ? "" : " on " + storage.node();
        level(
                config.storage(),
                AlertKind.STORAGE,
                view.cluster().name(),
                subject,
                storage.used(),
                storage.size(),
                "Storage " + storage.name() + where + " of " + storage.cluster());
    }

    private void level(
            LevelRule rule, AlertKind kind, String cluster, String subject, long used, long of, String words) {
        if (of > 0) {
            String size = " (" + size(used) + " of " + size(of) + ")";
            level(rule, kind, cluster, subject, used * ALL / of, words, size);
        }
    }

    private void level(LevelRule rule, AlertKind kind, String cluster, String subject, double share, String words) {
        level(rule, kind, cluster, subject, share, words, "");
    }

    private void level(
            LevelRule rule, AlertKind kind, String cluster, String subject, double share, String words, String more) {
        if (!rule.enabled()) {
            return;
        }
        Level level = share > rule.above() ? Level.BAD : share <= rule.well() ? Level.GOOD : Level.BETWEEN;
        String per = String.format(Locale.ROOT, "%.0f", Math.floor(share)) + " % used" + more;
        String bound = level == Level.BAD ? ", more than " + rule.above() + " %" : "";
        add(kind, cluster, subject, level, words + " " + per + bound);
    }

    static String size(long bytes) {
        double gib = bytes / (double) (1L << 30);
        return gib >= 1024
                ? String.format(Locale.ROOT, "%.1f TiB", gib / 1024)
                : String.format(Locale.ROOT, "%.1f GiB", gib);
    }

    private void add(AlertKind kind, String cluster, String subject, Level level, String title) {
        signs.add(new Sign(kind, cluster, subject, level, title, ""));
    }

    /** The rule of a kind. */
    public static StateRule rule(AlertKind kind, AlertsConfig config) {
        return switch (kind) {
            case QUORUM -> config.quorum();
            case NODE -> config.node();
            case CLUSTER -> config.cluster();
            case STORAGE -> config.storage().asState();
            case DISK -> config.disk().asState();
            case CPU -> config.cpu().asState();
            case MEMORY -> config.memory().asState();
            case BACKUP -> config.backup();
            case REPLICATION -> config.replication();
            case UPS -> UpsSigns.RULE;
            // they are days old when they are seen first, or happen at one moment
            case PATCHES, OVERDUE, MISSED -> AT_ONCE;
        };
    }
}
