package dev.steward.runner.proxmox.act.guest;

import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.proxmox.GuestKind;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.Change;
import dev.steward.runner.proxmox.act.Deed;
import dev.steward.runner.proxmox.act.GuestState;
import dev.steward.runner.proxmox.act.Insisting;
import dev.steward.runner.proxmox.estate.Guest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Takes and removes snapshots of guests, and takes guests back to them. */
public final class Snapshots {

    /** PVE::JSONSchema, pve-configid; at most 40 characters (pve-snapshot-name). */
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{1,39}");

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Acting acting;
    private final Duration limit;

    /**
     * On one cluster.
     *
     * @param limit for each UPID
     */
    public Snapshots(Acting acting, Duration limit) {
        this.acting = acting;
        this.limit = limit;
    }

    /**
     * A snapshot to be.
     *
     * @param name empty: one is made, in a name space of its own
     * @param memory whether the memory of a running VM is kept too
     * @param expires after which it may be removed
     */
    public record Wish(Optional<String> name, String description, boolean memory, Optional<Duration> expires) {}

    private List<Snapshot> of(Guest guest) throws PveException, InterruptedException {
        return acting.api().get(path(guest), Map.of()).list().stream()
                .map(Snapshot::of)
                .filter(one -> !one.name().equals("current"))
                .toList();
    }

    private static PvePath path(Guest guest) {
        return guest.kind().path(guest.node(), guest.vmid()).and("snapshot");
    }

    private static String what(Guest guest) {
        return guest.kind().prefix() + " " + guest.vmid();
    }

    /** Takes one; one of that name that is there is enough. */
    public Deed take(Guest guest, Wish wish, boolean check) throws PveException, ActException, InterruptedException {
        Instant now = acting.time().now().truncatedTo(ChronoUnit.SECONDS);
        String name = wish.name().orElse(Snapshot.PREFIX + STAMP.format(now));
        named(name);
        List<Snapshot> there = of(guest);
        Optional<Snapshot> same =
                there.stream().filter(one -> one.name().equals(name)).findFirst();
        if (same.isPresent()) {
            return already(guest, same.get());
        }
        possible(guest, wish);
        if (check) {
            return Deed.changed("would take snapshot " + name + " of " + guest.words())
                    .with("snapshot", name);
        }
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("snapname", name);
        String text = wish.expires()
                .map(time -> (wish.description() + "\n" + Snapshot.mark(now.plus(time))).strip())
                .orElse(wish.description());
        if (!text.isEmpty()) {
            form.put("description", text);
        }
        if (wish.memory()) {
            form.put("vmstate", true);
        }
        String action = "take snapshot " + name + " of " + what(guest);
        new Insisting(acting).done(Change.post(action, path(guest), form).within(limit));
        return Deed.changed("took snapshot " + name + " of " + guest.words()).with("snapshot", name);
    }

    private static void named(String name) throws ActException {
        if (!NAME.matcher(name).matches() || name.equals("current")) {
            throw new ActException("'" + name + "' is no name of a snapshot: 2 to 40 letters, digits, - and _, a letter"
                    + " first, and not 'current'");
        }
    }

    private static Deed already(Guest guest, Snapshot snapshot) throws ActException {
        if (snapshot.state().isPresent()) {
            throw new ActException("snapshot " + snapshot.name() + " of " + guest.words() + " is not whole (it says "
                    + snapshot.state().get() + "); remove it first (snapshot state: 'absent', force: true)");
        }
        return Deed.ok("there is snapshot " + snapshot.name() + " of " + guest.words())
                .with("snapshot", snapshot.name());
    }

    private void possible(Guest guest, Wish wish) throws PveException, ActException, InterruptedException {
        if (wish.memory() && guest.kind() == GuestKind.LXC) {
            throw new ActException("a snapshot of a container has no memory; leave vmstate out");
        }
        GuestState state = acting.state(guest);
        if (state.lock().isPresent()) {
            throw new ActException(guest.words() + " is locked (" + state.lock().get()
                    + "): something works on it; if nothing does, a crash left the lock (qm unlock or pct unlock on the"
                    + " node)");
        }
        PvePath feature = guest.kind().path(guest.node(), guest.vmid()).and("feature");
        boolean can = acting.api()
                .get(feature, Map.of("feature", "snapshot"))
                .fields()
                .flag("hasFeature");
        if (!can) {
            throw new ActException(guest.words()
                    + " cannot be snapshotted: one of its disks or mount points lies where that is not possible; take a"
                    + " backup instead, or move it to a storage such as ZFS, LVM-thin, Btrfs or Ceph");
        }
    }

    /** Removes one; one that is not there is no failure. */
    public Deed remove(Guest guest, String name, boolean force, boolean check)
            throws PveException, ActException, InterruptedException {
        named(name);
        boolean there = of(guest).stream().anyMatch(one -> one.name().equals(name));
        if (!there) {
            return Deed.ok("there is no snapshot " + name + " of " + guest.words());
        }
        if (!check) {
            Map<String, Object> query = force ? Map.of("force", true) : Map.of();
            String action = "remove snapshot " + name + " of " + what(guest);
            new Insisting(acting)
                    .done(Change.delete(action, path(guest).and(name), query).within(limit));
        }
        return Deed.changed((check ? "would remove" : "removed") + " snapshot " + name + " of " + guest.words());
    }

    /** Removes those of our own that expired. */
    public Deed expire(Guest guest, boolean check) throws PveException, ActException, InterruptedException {
        Instant now = acting.time().now();
        List<String> due = of(guest).stream()
                .filter(one -> one.expires().filter(time -> !time.isAfter(now)).isPresent())
                .map(Snapshot::name)
                .toList();
        return removed(guest, due, "expired", check);
    }

    /** Removes the oldest of our own names, so that so many are left. */
    public Deed keep(Guest guest, int count, boolean check) throws PveException, ActException, InterruptedException {
        List<Snapshot> ours = new ArrayList<>(of(guest).stream()
                .filter(one -> one.ours() && one.at().isPresent())
                .sorted(Comparator.comparing((Snapshot one) -> one.at().get()).reversed())
                .toList());
        List<String> due = ours.stream().skip(count).map(Snapshot::name).toList();
        return removed(guest, due, "older", check);
    }

    private Deed removed(Guest guest, List<String> names, String which, boolean check)
            throws PveException, ActException, InterruptedException {
        for (String name : names) {
            remove(guest, name, false, check);
        }
        String list = String.join(", ", names);
        return Deed.of(
                        !names.isEmpty(),
                        names.isEmpty()
                                ? "no snapshot of " + guest.words() + " has "
                                        + (which.equals("expired") ? which : "to go")
                                : (check ? "would remove " : "removed ") + which + " snapshots of " + guest.words()
                                        + ": " + list)
                .with("removed", names);
    }

    /**
     * Takes a guest back to a snapshot, and starts it again where it ran before.
     *
     * @param start whether it shall run afterwards; empty: as before
     */
    public Deed rollback(Guest guest, String name, Optional<Boolean> start, boolean check)
            throws PveException, ActException, InterruptedException {
        List<Snapshot> there = of(guest);
        Snapshot snapshot = there.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ActException(missing(guest, name, there)));
        already(guest, snapshot);
        boolean runs = start.orElse(acting.state(guest).running());
        if (check) {
            return Deed.changed("would take " + guest.words() + " back to snapshot " + name);
        }
        Map<String, Object> form = runs && !snapshot.memory() ? Map.of("start", true) : Map.of();
        String action = "roll " + what(guest) + " back to " + name;
        new Insisting(acting)
                .done(Change.post(action, path(guest).and(name, "rollback"), form)
                        .within(limit));
        boolean running = new Running(acting).settled(guest, runs || snapshot.memory());
        return Deed.changed(
                        "took " + guest.words() + " back to snapshot " + name + "; it " + (running ? "runs" : "is off"))
                .with("snapshot", name)
                .with("running", running);
    }

    private static String missing(Guest guest, String name, List<Snapshot> there) {
        List<String> names = there.stream().map(Snapshot::name).toList();
        return guest.words() + " has no snapshot '" + name + "'"
                + Suggestion.question(name, names)
                        .map(text -> "; " + text)
                        .orElse(
                                names.isEmpty()
                                        ? "; it has none"
                                        : names.stream().collect(Collectors.joining(", ", "; it has ", "")));
    }
}
