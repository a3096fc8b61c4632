package dev.steward.runner.proxmox.estate;

import dev.steward.runner.proxmox.PveVersion;
import dev.steward.runner.proxmox.estate.EstateChange.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What differs between two views of one cluster. */
public final class Changes {

    /* An uptime is a sample up to 10 s old: one that falls by less is the same boot seen through another node. */
    private static final Duration SLACK = Duration.ofSeconds(30);

    private Changes() {}

    /** What became of the one in the other, in the order cluster, nodes, guests. */
    public static List<EstateChange> between(View before, View after) {
        List<EstateChange> all = new ArrayList<>();
        cluster(before.cluster(), after.cluster(), all);
        nodes(before, after, all);
        guests(before, after, all);
        return List.copyOf(all);
    }

    private static void cluster(Cluster before, Cluster after, List<EstateChange> all) {
        if (before.quorate() != after.quorate()) {
            all.add(EstateChange.of(after, after.quorate() ? "quorum restored" : "quorum lost"));
        }
        if (before.members() != after.members()) {
            all.add(EstateChange.of(after, "nodes in the cluster: " + before.members() + " -> " + after.members()));
        }
        String old = before.version().map(PveVersion::text).orElse("");
        String now = after.version().map(PveVersion::text).orElse(old);
        if (!old.isEmpty() && !old.equals(now)) {
            all.add(EstateChange.of(after, "version " + old + " -> " + now));
        }
    }

    private static void nodes(View before, View after, List<EstateChange> all) {
        after.nodes().forEach((name, node) -> {
            Node old = before.nodes().get(name);
            if (old == null) {
                all.add(EstateChange.of(node, "was added"));
            } else {
                node(old, node, all);
            }
        });
        before.nodes().forEach((name, node) -> {
            if (!after.nodes().containsKey(name)) {
                all.add(EstateChange.of(node, "was removed"));
            }
        });
    }

    private static void node(Node old, Node node, List<EstateChange> all) {
        if (old.online() != node.online()) {
            all.add(EstateChange.of(node, node.online() ? "is online" : "is offline"));
        }
        Duration lost = old.load().uptime().minus(node.load().uptime());
        if (node.online() && !node.load().uptime().isZero() && lost.compareTo(SLACK) > 0) {
            all.add(EstateChange.of(node, "was rebooted"));
        }
        String was = old.haState().orElse("");
        String is = node.haState().orElse("");
        if (was.equals("maintenance") != is.equals("maintenance")) {
            all.add(EstateChange.of(node, is.equals("maintenance") ? "is in maintenance" : "left maintenance"));
        }
    }

    private static void guests(View before, View after, List<EstateChange> all) {
        after.guests().forEach((id, guest) -> {
            Guest old = before.guests().get(id);
            if (old == null) {
                all.add(EstateChange.of(guest, Kind.GUEST_ADDED, guest.words() + " was added"));
            } else {
                guest(old, guest, all);
            }
        });
        before.guests().forEach((id, guest) -> {
            if (!after.guests().containsKey(id)) {
                all.add(EstateChange.of(guest, Kind.GUEST_REMOVED, guest.words() + " was removed"));
            }
        });
    }

    private static void guest(Guest old, Guest guest, List<EstateChange> all) {
        if (!old.node().equals(guest.node())) {
            all.add(EstateChange.of(
                    guest, Kind.GUEST_MOVED, named(guest) + " moved from " + old.node() + " to " + guest.node()));
        }
        property(guest, "status", old.status(), guest.status(), all);
        property(guest, "name", old.name(), guest.name(), all);
        property(guest, "tags", String.join(";", old.tags()), String.join(";", guest.tags()), all);
        property(guest, "pool", old.pool().orElse(""), guest.pool().orElse(""), all);
        property(guest, "lock", old.lock().orElse(""), guest.lock().orElse(""), all);
        property(guest, "HA state", old.haState().orElse(""), guest.haState().orElse(""), all);
        property(guest, "template", yes(old.template()), yes(guest.template()), all);
        property(
                guest,
                "processors",
                plain(old.load().processors()),
                plain(guest.load().processors()),
                all);
        property(
                guest,
                "memory",
                size(old.load().memoryLimit()),
                size(guest.load().memoryLimit()),
                all);
        property(
                guest,
                "root disk",
                size(old.load().diskLimit()),
                size(guest.load().diskLimit()),
                all);
    }

    private static void property(Guest guest, String what, String from, String to, List<EstateChange> all) {
        if (!from.equals(to)) {
            String text = named(guest) + ": " + what + " " + shown(from) + " -> " + shown(to);
            all.add(EstateChange.of(guest, Kind.GUEST_CHANGED, text));
        }
    }

    private static String named(Guest guest) {
        return guest.name() + " (" + guest.id() + ")";
    }

    private static String shown(String value) {
        return value.isEmpty() ? "none" : value;
    }

    private static String yes(boolean is) {
        return is ? "yes" : "no";
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    private static String size(long bytes) {
        return (bytes >> 20) + " MiB";
    }
}
