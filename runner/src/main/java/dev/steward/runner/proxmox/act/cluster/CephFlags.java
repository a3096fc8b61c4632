package dev.steward.runner.proxmox.act.cluster;

import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.Change;
import dev.steward.runner.proxmox.act.Deed;
import dev.steward.runner.proxmox.act.Insisting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The flags of a cluster's Ceph, as noout. */
public final class CephFlags {

    private static final PvePath FLAGS = PvePath.of("cluster", "ceph", "flags");

    private final Acting acting;
    private final Duration limit;

    /**
     * On one cluster.
     *
     * @param limit for the UPID
     */
    public CephFlags(Acting acting, Duration limit) {
        this.acting = acting;
        this.limit = limit;
    }

    /** The flags that are set, and those that are not. */
    private Map<String, Boolean> now() throws PveException, ActException, InterruptedException {
        Map<String, Boolean> flags = new TreeMap<>();
        try {
            for (PveFields row : acting.api().get(FLAGS, Map.of()).list()) {
                row.text("name").ifPresent(name -> flags.put(name, row.flag("value")));
            }
        } catch (PveException e) {
            if (e.reason().contains("not installed") || e.reason().contains("not initialized")) {
                throw new ActException("cluster " + acting.cluster() + " has no Ceph: " + e.reason());
            }
            throw e;
        }
        return flags;
    }

    /**
     * Sets and unsets flags; the others stay.
     *
     * @return with {@code set} and {@code unset}: what was changed, for whoever sets it back
     */
    public Deed change(List<String> set, List<String> unset, boolean check)
            throws PveException, ActException, InterruptedException {
        Map<String, Boolean> now = now();
        known(set, now);
        known(unset, now);
        if (set.stream().anyMatch(unset::contains)) {
            throw new ActException("a flag cannot be set and unset at once: "
                    + String.join(", ", set.stream().filter(unset::contains).toList()));
        }
        List<String> on = set.stream().filter(flag -> !now.get(flag)).distinct().toList();
        List<String> off = unset.stream().filter(now::get).distinct().toList();
        Deed deed = Deed.of(!on.isEmpty() || !off.isEmpty(), message(on, off, check))
                .with("set", on)
                .with("unset", off);
        if (!deed.changed()) {
            return deed;
        }
        if (!check) {
            Map<String, Object> form = new LinkedHashMap<>();
            on.forEach(flag -> form.put(flag, true));
            off.forEach(flag -> form.put(flag, false));
            new Insisting(acting)
                    .done(Change.put("change the flags of Ceph", FLAGS, form).within(limit));
            seen(on, off);
        }
        List<String> before = now.keySet().stream().filter(now::get).toList();
        List<String> after = new ArrayList<>(before);
        after.addAll(on);
        after.removeAll(off);
        return deed.with(new Deed.Difference(
                "Ceph flags of " + acting.cluster(),
                lines(before),
                lines(after.stream().sorted().toList())));
    }

    private static String lines(List<String> flags) {
        return flags.isEmpty() ? "" : String.join("\n", flags) + "\n";
    }

    private void seen(List<String> on, List<String> off) throws PveException, ActException, InterruptedException {
        Map<String, Boolean> now = now();
        List<String> wrong = new ArrayList<>();
        on.stream().filter(flag -> !now.getOrDefault(flag, false)).forEach(flag -> wrong.add(flag + " is not set"));
        off.stream().filter(flag -> now.getOrDefault(flag, false)).forEach(flag -> wrong.add(flag + " is still set"));
        if (!wrong.isEmpty()) {
            throw new ActException("Ceph was told, but " + String.join(", ", wrong) + "; see ceph osd dump on a node");
        }
    }

    private static void known(List<String> flags, Map<String, Boolean> now) throws ActException {
        for (String flag : flags) {
            if (!now.containsKey(flag)) {
                throw new ActException("Ceph has no flag '" + flag + "'"
                        + Suggestion.question(flag, now.keySet())
                                .map(text -> "; " + text)
                                .orElse("; it has " + String.join(", ", now.keySet())));
            }
        }
    }

    private static String message(List<String> on, List<String> off, boolean check) {
        List<String> parts = new ArrayList<>();
        if (!on.isEmpty()) {
            parts.add((check ? "would set " : "set ") + String.join(", ", on));
        }
        if (!off.isEmpty()) {
            parts.add((check ? "would unset " : "unset ") + String.join(", ", off));
        }
        return parts.isEmpty() ? "the flags of Ceph are as they should be" : String.join("; ", parts);
    }
}
