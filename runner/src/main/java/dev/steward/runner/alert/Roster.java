package dev.steward.runner.alert;

import dev.steward.runner.config.alert.AlertsConfig;
import dev.steward.runner.config.alert.StateRule;
import dev.steward.runner.notice.Notice;
import dev.steward.runner.notice.Notice.Severity;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.View;
import dev.steward.runner.store.Settings;
import dev.steward.runner.store.alert.Silence;
import dev.steward.runner.store.alert.Silences;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Which guests and nodes there are. What is added or removed for long enough is told once, also what happened while no Steward looked;
 * a guest that moves, is renamed or locked is the same guest.
 */
public final class Roster {

    /** The word by which it is silenced. */
    public static final String WORD = "guests";

    private static final String PREFIX = "alert.roster.";

    private final AlertsConfig config;
    private final Settings settings;
    private final Silences silences;
    private final Consumer<Notice> out;
    private final Time time;
    private final Map<String, Long> since = new HashMap<>();

    /**
     * A roster.
     *
     * @param settings keep what was known
     * @param out keeps a notice before it returns
     */
    public Roster(AlertsConfig config, Settings settings, Silences silences, Consumer<Notice> out, Time time) {
        this.config = config;
        this.settings = settings;
        this.silences = silences;
        this.out = out;
        this.time = time;
    }

    /** Compares with what was known. */
    public void look(Estate estate) {
        StateRule rule = config.guests();
        if (!rule.enabled()) {
            return;
        }
        for (Estate.Seen seen : estate.clusters().values()) {
            if (seen.problem().isEmpty() && seen.view().isPresent()) {
                look(seen.name(), seen.view().get());
            }
        }
    }

    private void look(String cluster, View view) {
        Map<String, String> now = now(view);
        Optional<Map<String, String>> known = settings.get(PREFIX + cluster).map(Roster::read);
        if (known.isEmpty()) {
            settings.put(PREFIX + cluster, text(now));
            return;
        }
        if (guests(now) == 0 && guests(known.get()) > 1) {
            // a token that lost its rights sees none; all of them removed at once is not to be believed
            return;
        }
        List<String> added = lasting(cluster, "+", now, known.get());
        List<String> removed = lasting(cluster, "-", known.get(), now);
        if (added.isEmpty() && removed.isEmpty()) {
            return;
        }
        tell(cluster, added, now, true);
        tell(cluster, removed, known.get(), false);
        Map<String, String> next = new TreeMap<>(known.get());
        added.forEach(id -> next.put(id, now.get(id)));
        removed.forEach(next::remove);
        settings.put(PREFIX + cluster, text(next));
    }

    private static long guests(Map<String, String> all) {
        return all.keySet().stream().filter(id -> !id.startsWith("node/")).count();
    }

    /** What is in the one and not in the other, and has been for long enough. */
    private List<String> lasting(String cluster, String sign, Map<String, String> one, Map<String, String> other) {
        List<String> lasting = new ArrayList<>();
        Duration wanted =
                sign.equals("+") ? config.guests().after() : config.guests().clear();
        // one that came and went has used up no patience of the next one of its number
        String place = sign + cluster + "/";
        since.keySet().removeIf(key -> key.startsWith(place) && !one.containsKey(key.substring(place.length())));
        for (String id : one.keySet()) {
            String key = place + id;
            if (other.containsKey(id)) {
                since.remove(key);
            } else if (time.nanos() - since.computeIfAbsent(key, any -> time.nanos()) >= wanted.toNanos()) {
                since.remove(key);
                lasting.add(id);
            }
        }
        return lasting;
    }

    private void tell(String cluster, List<String> ids, Map<String, String> names, boolean added) {
        List<Silence> holding = silences.holding(time.now());
        List<String> told = ids.stream()
                .filter(id -> config.except().stream().noneMatch(pattern -> Silence.matches(pattern, cluster, id)))
                .filter(id -> holding.stream().noneMatch(silence -> hushes(silence, cluster, id)))
                .map(id -> id.startsWith("node/") ? id : names.get(id) + " (" + id + ")")
                .toList();
        if (told.isEmpty()) {
            return;
        }
        String verb = added ? "added" : "removed";
        String title = told.size() == 1
                ? told.get(0) + " was " + verb + ": cluster " + cluster
                : told.size() + " guests or nodes were " + verb + ": cluster " + cluster;
        out.accept(new Notice(
                "roster-" + cluster + "-" + verb + "-" + ids.get(0) + "-"
                        + time.now().toEpochMilli(),
                added ? Notice.Kind.GUEST_ADDED : Notice.Kind.GUEST_REMOVED,
                added ? Severity.INFO : Severity.WARNING,
                cluster,
                title,
                String.join("\n", told) + "\n",
                Optional.empty(),
                time.now(),
                Optional.empty()));
    }

    private static boolean hushes(Silence silence, String cluster, String id) {
        return (silence.kind().equals("*") || silence.kind().equals(WORD))
                && Silence.matches(silence.subject(), cluster, id);
    }

    private static Map<String, String> now(View view) {
        Map<String, String> all = new TreeMap<>();
        view.guests().values().forEach(guest -> all.put(guest.id(), guest.name()));
        view.nodes().values().forEach(node -> all.put(node.id(), node.name()));
        return all;
    }

    private static String text(Map<String, String> all) {
        return all.entrySet().stream()
                .map(one -> one.getKey() + " " + one.getValue())
                .collect(Collectors.joining("\n"));
    }

    private static Map<String, String> read(String text) {
        return text.lines()
                .map(line -> line.split(" ", 2))
                .collect(Collectors.toMap(
                        words -> words[0], words -> words.length > 1 ? words[1] : words[0], (a, b) -> a, TreeMap::new));
    }
}
