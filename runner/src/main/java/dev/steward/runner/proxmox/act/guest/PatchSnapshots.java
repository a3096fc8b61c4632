package dev.steward.runner.proxmox.act.guest;

import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.Change;
import dev.steward.runner.proxmox.act.Deed;
import dev.steward.runner.proxmox.act.Insisting;
import dev.steward.runner.proxmox.estate.Guest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The snapshots that updates of a guest may go back to, in a name space of their own. What became of the update stands in the
 * snapshot's notes, on the cluster itself: it is known there even when the Steward that took it is no more.
 */
public final class PatchSnapshots {

    /** What their names begin with; the time follows. */
    public static final String PREFIX = Snapshot.PREFIX + "patch-";

    private static final Pattern NAME = Pattern.compile(Pattern.quote(PREFIX) + "\\d{8}-\\d{6}");
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final Pattern BY = Pattern.compile("before an update \\((.+?)\\)");
    private static final Pattern STATE = Pattern.compile("steward: patch (open|good|failed|undone)");

    private final Acting acting;
    private final Duration limit;

    /**
     * On one cluster.
     *
     * @param limit for each UPID
     */
    public PatchSnapshots(Acting acting, Duration limit) {
        this.acting = acting;
        this.limit = limit;
    }

    /** What became of the update. */
    public enum State {
        /** Nobody knows yet: it is under way, or its Steward died. */
        OPEN,
        /** It went well; the snapshot only waits for its end. */
        GOOD,
        /** It failed, and nobody went back. */
        FAILED,
        /** The guest went back. */
        UNDONE
    }

    /**
     * One of them.
     *
     * @param at when it was taken
     * @param expires when it is no longer needed
     * @param by who took it, as {@code run 17}
     */
    public record Kept(String name, Instant at, Instant expires, State state, String by) {

        private String notes() {
            return "before an update (" + by + ")\n" + Snapshot.mark(expires) + "\nsteward: patch "
                    + state.name().toLowerCase(Locale.ROOT);
        }

        private Kept became(State other) {
            return new Kept(name, at, expires, other, by);
        }
    }

    /** Those of a guest, the newest first; foreign snapshots are never among them, whatever they are called or noted. */
    public List<Kept> of(Guest guest) throws PveException, InterruptedException {
        List<Kept> all = new ArrayList<>();
        for (var entry : acting.api().get(path(guest), Map.of()).list()) {
            Snapshot snapshot = Snapshot.of(entry);
            Matcher state = STATE.matcher(entry.text("description", ""));
            boolean ours = NAME.matcher(snapshot.name()).matches()
                    && snapshot.expires().isPresent();
            if (ours && state.find()) {
                Matcher by = BY.matcher(entry.text("description", ""));
                all.add(new Kept(
                        snapshot.name(),
                        snapshot.at().orElse(Instant.EPOCH),
                        snapshot.expires().get(),
                        State.valueOf(state.group(1).toUpperCase(Locale.ROOT)),
                        by.find() ? by.group(1) : "a run"));
            }
        }
        all.sort(Comparator.comparing(Kept::at).thenComparing(Kept::name).reversed());
        return all;
    }

    private static PvePath path(Guest guest) {
        return guest.kind().path(guest.node(), guest.vmid()).and("snapshot");
    }

    /** Whether all disks of a guest lie where they can be snapshotted. */
    public boolean possible(Guest guest) throws PveException, InterruptedException {
        return acting.api()
                .get(guest.kind().path(guest.node(), guest.vmid()).and("feature"), Map.of("feature", "snapshot"))
                .fields()
                .flag("hasFeature");
    }

    /**
     * Takes one.
     *
     * @param keep how long it is needed
     * @param by who takes it, as {@code run 17}
     * @throws ActException when there is none then
     */
    public Kept take(Guest guest, Duration keep, String by) throws PveException, ActException, InterruptedException {
        Instant now = acting.time().now().truncatedTo(ChronoUnit.SECONDS);
        Kept kept = new Kept(PREFIX + STAMP.format(now), now, now.plus(keep), State.OPEN, by);
        Deed deed = new Snapshots(acting, limit)
                .take(
                        guest,
                        new Snapshots.Wish(Optional.of(kept.name()), kept.notes(), false, Optional.empty()),
                        false);
        if (!deed.changed()) {
            throw new ActException(guest.words() + " has a snapshot " + kept.name() + " already; try again");
        }
        return kept;
    }

    /** Writes down what became of the update. */
    public void became(Guest guest, Kept kept, State state) throws PveException, ActException, InterruptedException {
        new Insisting(acting)
                .done(Change.put(
                        "note what became of " + kept.name(),
                        path(guest).and(kept.name(), "config"),
                        Map.of("description", kept.became(state).notes())));
    }

    /**
     * Takes the guest back.
     *
     * @param runs whether it shall run afterwards
     */
    public Deed back(Guest guest, Kept kept, boolean runs) throws PveException, ActException, InterruptedException {
        return new Snapshots(acting, limit).rollback(guest, kept.name(), Optional.of(runs), false);
    }

    /**
     * Removes one whose time has come.
     *
     * @return whether it had
     */
    public boolean expired(Guest guest, Kept kept) throws PveException, ActException, InterruptedException {
        boolean due = !kept.expires().isAfter(acting.time().now());
        if (due) {
            new Snapshots(acting, limit).remove(guest, kept.name(), false, false);
        }
        return due;
    }
}
