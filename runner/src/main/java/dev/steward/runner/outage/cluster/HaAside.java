package dev.steward.runner.outage.cluster;

import dev.steward.runner.outage.aswas.Mark;
import dev.steward.runner.outage.aswas.Mark.What;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveException.Kind;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.Change;
import dev.steward.runner.proxmox.act.Insisting;
import dev.steward.runner.proxmox.act.cluster.HaWatch;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts HA aside before guests are stopped, and back afterwards. Left armed it would start guests again that are brought down, move
 * them to nodes that follow, keep them stopped for ever after (a shutdown writes {@code stopped} into its configuration), and reset
 * nodes that lose their quorum. Since 9.2 all of it is disarmed by one call; before, each guest is given the state {@code ignored}.
 */
public final class HaAside {

    private static final PvePath RESOURCES = PvePath.of("cluster", "ha", "resources");
    private static final PvePath STATUS = PvePath.of("cluster", "ha", "status");
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final String IGNORED = "ignored";

    private final Acting acting;
    private final Mark.Diary diary;
    private final Told told;

    /**
     * On one cluster.
     *
     * @param diary is told what was changed, before it is
     */
    public HaAside(Acting acting, Mark.Diary diary, Told told) {
        this.acting = acting;
        this.diary = diary;
        this.told = told;
    }

    /**
     * Puts it aside; more than once is as good as once.
     *
     * @param limit until it is disarmed; after that each guest is taken out of its hands
     * @throws ActException when HA could be put aside in neither way
     */
    public void put(View view, Duration limit) throws PveException, ActException, InterruptedException {
        Map<String, String> wanted = wanted();
        if (wanted.values().stream().allMatch(IGNORED::equals)) {
            return;
        }
        if (disarmed(limit) && !stillKept(view, wanted)) {
            return;
        }
        park(wanted);
    }

    /** How HA is: armed, standby, disarming, disarmed; empty: this release does not say. */
    public Optional<String> armed() throws PveException, InterruptedException {
        return acting.api().get(STATUS.and("current"), Map.of()).list().stream()
                .filter(row -> row.text("type", "").equals("fencing"))
                .flatMap(row -> row.text("armed-state").stream())
                .findFirst();
    }

    /** What HA is asked for, by resource. */
    public Map<String, String> wanted() throws PveException, InterruptedException {
        Map<String, String> wanted = new LinkedHashMap<>();
        for (PveFields row : acting.api().get(RESOURCES, Map.of()).list()) {
            String state = row.text("state", "started");
            row.text("sid").ifPresent(sid -> wanted.put(sid, state.equals("enabled") ? "started" : state));
        }
        return wanted;
    }

    private boolean disarmed(Duration limit) throws PveException, InterruptedException {
        Optional<String> before = armed();
        if (before.filter("disarmed"::equals).isPresent()) {
            return true;
        }
        if (before.isEmpty()) {
            return false;
        }
        try {
            if (!before.get().equals("disarming")) {
                diary.note(new Mark(acting.cluster(), What.HA_DISARMED, before.get()));
                acting.carryOut(Change.post("disarm HA", STATUS.and("disarm-ha"), Map.of("resource-mode", "ignore")));
            }
        } catch (PveException e) {
            if (e.kind() != Kind.UNKNOWN_OUTCOME) {
                told.say("cluster " + acting.cluster() + ": HA cannot be disarmed as a whole: " + e.getMessage());
                return false;
            }
        }
        return awaited("disarmed", limit);
    }

    private boolean awaited(String word, Duration limit) throws PveException, InterruptedException {
        long begun = acting.time().nanos();
        while (true) {
            Optional<String> now = armed();
            if (now.filter(word::equals).isPresent()) {
                told.say("cluster " + acting.cluster() + ": HA is " + word);
                return true;
            }
            if (acting.time().nanos() - begun >= limit.toNanos()) {
                told.say("cluster " + acting.cluster() + ": HA is not " + word + " after " + limit.toSeconds()
                        + " s, it says " + now.orElse("nothing") + "; each guest is taken out of its hands instead");
                return false;
            }
            acting.time().sleep(PAUSE);
        }
    }

    /* The API says guests may then be handled as if HA did not keep them; one that runs is asked whether it is so. */
    private boolean stillKept(View view, Map<String, String> wanted) throws PveException, InterruptedException {
        for (Guest guest : view.guests().values()) {
            boolean asked = guest.running() && wanted.containsKey(HaWatch.sid(guest.kind(), guest.vmid()));
            if (asked) {
                return acting.state(guest).managed();
            }
        }
        return false;
    }

    private void park(Map<String, String> wanted) throws ActException, InterruptedException {
        List<String> failed = new ArrayList<>();
        int done = 0;
        for (Map.Entry<String, String> one : wanted.entrySet()) {
            if (one.getValue().equals(IGNORED)) {
                continue;
            }
            try {
                diary.note(new Mark(acting.cluster(), What.HA_IGNORED, one.getKey() + "=" + one.getValue()));
                ask(acting, one.getKey(), IGNORED);
                done++;
            } catch (PveException | ActException e) {
                failed.add(one.getKey() + ": " + e.getMessage());
            }
        }
        told.say("cluster " + acting.cluster() + ": HA lets " + done + " of " + wanted.size() + " guests alone");
        if (!failed.isEmpty()) {
            throw new ActException("HA keeps guests still: " + String.join("; ", failed));
        }
    }

    /** Asks HA for a state of one guest. */
    static void ask(Acting acting, String sid, String state) throws PveException, ActException, InterruptedException {
        Change change = Change.put("have HA take " + sid + " as " + state, RESOURCES.and(sid), Map.of("state", state));
        try {
            new Insisting(acting).done(change);
        } catch (PveException e) {
            boolean there = e.kind() == Kind.UNKNOWN_OUTCOME
                    && new HaAside(acting, mark -> {}, Told.NOBODY)
                            .wanted()
                            .getOrDefault(sid, "")
                            .equals(state);
            if (!there) {
                throw e;
            }
        }
    }

    /** Arms it again and waits until it is. */
    public boolean arm(Duration limit) throws PveException, InterruptedException {
        Optional<String> now = armed();
        if (now.isEmpty() || now.get().equals("armed") || now.get().equals("standby")) {
            return true;
        }
        try {
            acting.carryOut(Change.post("arm HA", STATUS.and("arm-ha"), Map.of()));
        } catch (PveException e) {
            if (e.kind() != Kind.UNKNOWN_OUTCOME) {
                throw e;
            }
        }
        long begun = acting.time().nanos();
        while (acting.time().nanos() - begun < limit.toNanos()) {
            Optional<String> word = armed();
            if (word.filter(one -> one.equals("armed") || one.equals("standby")).isPresent()) {
                return true;
            }
            acting.time().sleep(PAUSE);
        }
        return false;
    }

    /** Gives a guest back to HA with what it was asked for. */
    public void giveBack(String sid, String state) throws PveException, ActException, InterruptedException {
        ask(acting, sid, state);
    }
}
