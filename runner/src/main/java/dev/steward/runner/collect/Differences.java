package dev.steward.runner.collect;

import dev.steward.runner.proxmox.estate.EstateChange;
import dev.steward.runner.proxmox.estate.EstateChange.Kind;
import dev.steward.runner.store.estate.EstateRecord;
import dev.steward.runner.store.estate.RecordDraft;
import dev.steward.runner.store.estate.RecordKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What changed that the clusters' own list of resources does not show. */
final class Differences {

    /** Told from the list of resources already, or no setting. */
    private static final Set<String> ELSEWHERE =
            Set.of("digest", "name", "hostname", "tags", "template", "lock", "cores", "sockets", "memory", "cpulimit");

    private static final int LONGEST = 300;

    private Differences() {}

    /** A change for each setting of a guest that is no longer as it was. */
    static List<EstateChange> settings(EstateRecord before, RecordDraft after) {
        Map<?, ?> old = before.facts().get("config") instanceof Map<?, ?> map ? map : Map.of();
        Map<?, ?> now = after.facts().get("config") instanceof Map<?, ?> map ? map : Map.of();
        if (old.isEmpty() || now.isEmpty()) {
            return List.of();
        }
        Set<String> keys = new TreeSet<>();
        old.keySet().forEach(key -> keys.add(String.valueOf(key)));
        now.keySet().forEach(key -> keys.add(String.valueOf(key)));
        keys.removeAll(ELSEWHERE);
        String who = after.name() + " (" + after.key().subject() + "): ";
        return keys.stream()
                .filter(key -> !Objects.equals(text(old.get(key)), text(now.get(key))))
                .map(key -> who + "config " + key + " " + shown(old.get(key)) + " -> " + shown(now.get(key)))
                .map(line -> new EstateChange(after.key().cluster(), after.key().subject(), Kind.GUEST_CHANGED, line))
                .toList();
    }

    private static String text(Object value) {
        return value == null ? null : String.valueOf(value);
    }

    private static String shown(Object value) {
        String text = value == null ? "none" : String.valueOf(value).replaceAll("\\s+", " ");
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }

    /** Nodes that have another version than they had, and versions that differ between them, or no longer do. */
    static List<EstateChange> versions(String cluster, List<EstateRecord> before, List<EstateRecord> after) {
        Map<String, String> old = versions(before);
        Map<String, String> now = versions(after);
        List<EstateChange> all = new ArrayList<>();
        now.forEach((node, version) -> {
            if (old.containsKey(node) && !old.get(node).equals(version)) {
                String text = "node " + node + ": version " + old.get(node) + " -> " + version;
                all.add(new EstateChange(cluster, "node/" + node, Kind.NODE, text));
            }
        });
        boolean differed = Set.copyOf(old.values()).size() > 1;
        boolean differ = Set.copyOf(now.values()).size() > 1;
        if (differ && !now.equals(old)) {
            String each = now.entrySet().stream()
                    .map(entry -> entry.getKey() + " " + entry.getValue())
                    .collect(Collectors.joining(", "));
            all.add(new EstateChange(cluster, "", Kind.CLUSTER, "nodes run different versions: " + each));
        } else if (differed && !differ && !now.isEmpty()) {
            String one = now.values().iterator().next();
            all.add(new EstateChange(cluster, "", Kind.CLUSTER, "all nodes run " + one + " again"));
        }
        return all;
    }

    private static Map<String, String> versions(List<EstateRecord> records) {
        Map<String, String> all = new TreeMap<>();
        for (EstateRecord record : records) {
            Object version = record.facts().get("pve_version");
            if (record.key().kind() == RecordKind.NODE && version != null) {
                // pve-manager/9.2.11/0123456789abcdef
                all.put(record.node(), String.valueOf(version).replaceFirst("^pve-manager/([^/]+).*", "$1"));
            }
        }
        return all;
    }
}
