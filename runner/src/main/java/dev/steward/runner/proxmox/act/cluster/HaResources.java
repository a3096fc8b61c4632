package dev.steward.runner.proxmox.act.cluster;

import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveException.Kind;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.Change;
import dev.steward.runner.proxmox.act.Deed;
import dev.steward.runner.proxmox.estate.Guest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What HA keeps: guests put into its care and taken out of it, what it is asked for, and moves by it. */
public final class HaResources {

    private static final PvePath ALL = PvePath.of("cluster", "ha", "resources");
    private static final String STATE = "state";

    private final Acting acting;
    private final HaWatch watch;

    /**
     * On one cluster.
     *
     * @param limit until HA has done what is asked for
     */
    public HaResources(Acting acting, Duration limit) {
        this.acting = acting;
        this.watch = new HaWatch(acting, limit);
    }

    private Optional<PveFields> kept(String sid) throws PveException, InterruptedException {
        return acting.api().get(ALL, Map.of()).list().stream()
                .filter(row -> row.text("sid", "").equals(sid))
                .findFirst();
    }

    /**
     * Puts a guest into HA's care, or changes what is asked for; waits until it is so.
     *
     * @param wanted settings by the names of the API, {@code state} among them; what is not named stays
     */
    public Deed keep(Guest guest, Map<String, Object> wanted, boolean check)
            throws PveException, ActException, InterruptedException {
        String sid = HaWatch.sid(guest.kind(), guest.vmid());
        Optional<PveFields> now = kept(sid);
        Map<String, Object> differs = new LinkedHashMap<>(wanted);
        now.ifPresent(fields -> differs.entrySet().removeIf(one -> same(fields, one.getKey(), one.getValue())));
        if (now.isPresent() && differs.isEmpty()) {
            awaited(guest, wanted, check);
            return Deed.ok("HA keeps " + guest.words() + " as it should");
        }
        if (!check) {
            write(sid, now, differs);
            awaited(guest, wanted, false);
        }
        String what = now.isPresent()
                ? (check ? "would set " : "set ") + String.join(", ", differs.keySet()) + " of " + guest.words()
                        + " in HA"
                : (check ? "would put " : "put ") + guest.words() + " into the care of HA";
        return Deed.changed(what).with(difference(sid, now, differs));
    }

    private void awaited(Guest guest, Map<String, Object> wanted, boolean check)
            throws PveException, ActException, InterruptedException {
        Object state = wanted.get(STATE);
        if (!check && state != null && !state.equals("ignored")) {
            watch.settled(guest, state.toString());
        }
    }

    private void write(String sid, Optional<PveFields> now, Map<String, Object> differs)
            throws PveException, ActException, InterruptedException {
        Map<String, Object> form = new LinkedHashMap<>(differs);
        try {
            if (now.isEmpty()) {
                form.put("sid", sid);
                acting.done(Change.post("put " + sid + " into HA", ALL, form));
            } else {
                now.get().text("digest").ifPresent(digest -> form.put("digest", digest));
                acting.done(Change.put("change " + sid + " in HA", ALL.and(sid), form));
            }
        } catch (PveException e) {
            Optional<PveFields> after = e.kind() == Kind.UNKNOWN_OUTCOME ? kept(sid) : Optional.empty();
            boolean done = after.isPresent()
                    && differs.entrySet().stream().allMatch(one -> same(after.get(), one.getKey(), one.getValue()));
            if (!done) {
                throw e;
            }
        }
    }

    private static boolean same(PveFields now, String key, Object value) {
        String said = value instanceof Boolean flag ? (flag ? "1" : "0") : value.toString();
        String usual = key.equals(STATE) ? "started" : key.matches("max_.*|failback") ? "1" : "";
        String there = now.text(key, usual).strip();
        return there.equals(said) || key.equals(STATE) && there.equals("enabled") && said.equals("started");
    }

    private static Deed.Difference difference(String sid, Optional<PveFields> now, Map<String, Object> differs) {
        StringBuilder before = new StringBuilder();
        StringBuilder after = new StringBuilder();
        differs.forEach((key, value) -> {
            now.flatMap(fields -> fields.text(key))
                    .ifPresent(
                            text -> before.append(key).append(": ").append(text).append('\n'));
            after.append(key).append(": ").append(value).append('\n');
        });
        return new Deed.Difference("HA " + sid, before.toString(), after.toString());
    }

    /** Takes a guest out of HA's care; it stays as it is. */
    public Deed release(Guest guest, boolean check) throws PveException, ActException, InterruptedException {
        String sid = HaWatch.sid(guest.kind(), guest.vmid());
        if (kept(sid).isEmpty()) {
            return Deed.ok("HA does not keep " + guest.words());
        }
        if (!check) {
            try {
                acting.done(Change.delete("take " + sid + " out of HA", ALL.and(sid), Map.of()));
            } catch (PveException e) {
                if (e.kind() != Kind.UNKNOWN_OUTCOME || kept(sid).isPresent()) {
                    throw e;
                }
            }
        }
        return Deed.changed((check ? "would take " : "took ") + guest.words() + " out of the care of HA");
    }

    /**
     * Has HA shut a guest down and start it on another node.
     *
     * @param target where it shall be
     */
    public Deed relocate(Guest guest, String target, boolean check)
            throws PveException, ActException, InterruptedException {
        String sid = HaWatch.sid(guest.kind(), guest.vmid());
        if (guest.node().equals(target)) {
            return Deed.ok(guest.name() + " (" + guest.id() + ") is on " + target);
        }
        Set<String> nodes = acting.guestView().nodes().keySet();
        if (!nodes.contains(target)) {
            throw new ActException("cluster " + acting.cluster() + " has no node '" + target + "'; it has "
                    + String.join(", ", nodes));
        }
        if (kept(sid).isEmpty()) {
            throw new ActException("HA does not keep " + guest.words() + "; move it by migrate, or put it into the care"
                    + " of HA first");
        }
        if (!check) {
            acting.done(
                    Change.post("relocate " + sid + " to " + target, ALL.and(sid, "relocate"), Map.of("node", target)));
            watch.moved(guest, target);
        }
        return Deed.changed((check ? "would relocate " : "relocated ") + guest.words() + " to " + target);
    }
}
