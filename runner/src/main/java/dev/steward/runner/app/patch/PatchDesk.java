package dev.steward.runner.app.patch;

import dev.steward.dsl.check.Problem;
import dev.steward.dsl.plan.Plan;
import dev.steward.runner.app.patch.PatchRefused.Kind;
import dev.steward.runner.config.patch.PatchesConfig;
import dev.steward.runner.event.Cause;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.inventory.InventoryException;
import dev.steward.runner.roll.BlastRadius;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.patch.Operation;
import dev.steward.runner.store.patch.OperationStatus;
import dev.steward.runner.store.patch.Operations;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What people and programs may ask of package work: commands, pages and the API all go through it. Several targets of one wish
 * are one run, with an operation for each of them. Thread-safe.
 */
public final class PatchDesk {

    /** The playbook that patches. */
    public static final String PLAYBOOK = "patch-guests.groovy";

    /** The playbook that takes a guest back. */
    public static final String ROLLBACK = "rollback-guest.groovy";

    private final Parts parts;

    /** A desk. */
    public PatchDesk(Parts parts) {
        this.parts = parts;
    }

    /**
     * What it stands on.
     *
     * @param store what happened
     * @param inventory loads the hosts as they are now; may throw {@link InventoryException}
     * @param begin begins runs
     * @param config what holds
     * @param time the clock
     * @param rolls looks at rolling updates
     */
    public record Parts(
            Store store, Supplier<Inventory> inventory, Begin begin, PatchesConfig config, Time time, RollLook rolls) {

        /** Without clusters. */
        public Parts(Store store, Supplier<Inventory> inventory, Begin begin, PatchesConfig config, Time time) {
            this(store, inventory, begin, config, time, RollLook.NONE);
        }
    }

    /**
     * What was begun.
     *
     * @param run its number
     * @param operations one a host, by host
     * @param warnings what should be known all the same
     */
    public record Begun(long run, List<Operation> operations, List<String> warnings) {}

    /** What it stands on. */
    public Parts parts() {
        return parts;
    }

    /** Exceptions from the usual work. */
    public ExceptionDesk exceptions() {
        return new ExceptionDesk(parts);
    }

    /** Reboots on request. */
    public RebootDesk reboots() {
        return new RebootDesk(this);
    }

    /** Rolling updates. */
    public RollLook rolls() {
        return parts.rolls();
    }

    /**
     * How far a roll over nodes that words name would reach, by cluster; guests and other hosts among them do not count.
     *
     * @throws PatchRefused where a word means nothing, or a cluster does not answer
     */
    public List<BlastRadius> radii(List<String> words) throws PatchRefused {
        Map<String, List<String>> nodes = PlanReach.nodes(targets(words, Optional.empty()), host -> true);
        List<BlastRadius> radii = new ArrayList<>();
        for (Map.Entry<String, List<String>> one : nodes.entrySet()) {
            radii.add(parts.rolls().radius(one.getKey(), one.getValue()));
        }
        return radii;
    }

    /**
     * How far a plan reaches beyond its hosts, in sentences without an end; none where it reboots and ends nothing.
     *
     * @param hosts of each of its plays
     */
    public List<String> reach(Plan plan, List<List<String>> hosts) {
        return new PlanReach(this).words(plan, hosts);
    }

    /** What is known, as plain data. */
    public PatchReports reports() {
        return new PatchReports(parts);
    }

    /**
     * Begins package work.
     *
     * @throws PatchRefused where a target is unknown, elsewhere or at work, or the playbook is wrong; nothing was begun
     */
    public Begun begin(PatchWish wish) throws PatchRefused {
        List<Host> hosts = targets(wish.targets(), wish.node());
        List<String> warnings = wish.mode() == PatchWish.Mode.APPLY ? unchecked(hosts, wish) : List.of();
        List<String> names = hosts.stream().map(Host::name).toList();
        Map<String, Object> vars = new LinkedHashMap<>();
        vars.put("action", wish.mode().word());
        vars.put("guests", String.join(",", names));
        wish.how().concurrency().ifPresent(most -> vars.put("atOnce", most));
        vars.putAll(wish.vars());
        Begin.Order order = new Begin.Order(
                PLAYBOOK,
                vars,
                names,
                wish.how().concurrency(),
                wish.cause(),
                wish.how().onBattery());
        Operation.Asked asked = new Operation.Asked(
                wish.cause().name(),
                wish.how().reason(),
                wish.how().limit().orElse(parts.config().limit()));
        long run = begin(new Operations.Wanted(wish.mode().word(), names, asked), order);
        return new Begun(run, parts.store().operations().of(run), warnings);
    }

    /**
     * Takes a guest back to the snapshot that its last patch run kept.
     *
     * @param target one guest
     * @param cause who asks
     * @throws PatchRefused where it is unknown or at work, or nothing was kept
     */
    public Begun rollback(String target, String reason, Cause cause) throws PatchRefused {
        List<Host> hosts = targets(List.of(target), Optional.empty());
        if (hosts.size() > 1) {
            throw new PatchRefused(
                    Kind.WRONG,
                    "'" + target + "' means " + hosts.size() + " hosts; guests are taken back one by one, for what was"
                            + " written since is lost.");
        }
        String host = hosts.get(0).name();
        Operation last = parts.store()
                .operations()
                .lastWithSnapshot(host)
                .orElseThrow(() -> new PatchRefused(
                        Kind.REFUSED,
                        "No patch run kept a snapshot of " + host
                                + "; 'steward patch apply' does with --protect snapshot or auto."));
        if (last.status() == OperationStatus.ROLLED_BACK) {
            throw new PatchRefused(
                    Kind.REFUSED,
                    host + " was taken back by run " + last.run() + " already; 'steward runs show " + last.run()
                            + "' tells of it.");
        }
        Map<String, Object> vars = new LinkedHashMap<>();
        vars.put("guest", host);
        vars.put("snapshot", last.kept().snapshot().orElseThrow());
        Operation.Asked asked =
                new Operation.Asked(cause.name(), reason, parts.config().limit());
        long run = begin(
                new Operations.Wanted("rollback", List.of(host), asked),
                new Begin.Order(ROLLBACK, vars, List.of(host), Optional.empty(), cause, Optional.empty()));
        return new Begun(run, parts.store().operations().of(run), List.of());
    }

    /** One at a time, so that of two wishes for one host the second sees the first. */
    private synchronized long begin(Operations.Wanted wanted, Begin.Order order) throws PatchRefused {
        free(wanted.hosts());
        return parts.begin().begin(order, run -> parts.store()
                .operations()
                .want(run, wanted, parts.time().now()));
    }

    /** Refuses hosts on which something is under way. */
    void free(List<String> hosts) throws PatchRefused {
        List<String> busy = parts.store().operations().open().stream()
                .filter(open -> hosts.contains(open.host()))
                .map(open ->
                        "On " + open.host() + " an operation is under way: " + open.mode() + " of run " + open.run()
                                + ", " + open.status().word()
                                + (open.asked().by().isEmpty()
                                        ? ""
                                        : ", asked for by " + open.asked().by())
                                + "; wait for its end, or end it: steward runs cancel " + open.run() + ".")
                .collect(Collectors.toCollection(ArrayList::new));
        parts.store().reboots().open().stream()
                .filter(open -> hosts.contains(open.host()))
                .forEach(open -> busy.add(
                        "On " + open.host() + " a reboot is " + open.status().word() + " (request " + open.id() + " by "
                                + open.by() + "); wait for its end: steward reboots list."));
        if (!busy.isEmpty()) {
            throw new PatchRefused(Kind.BUSY, busy);
        }
    }

    /** The hosts that words mean. */
    List<Host> targets(List<String> words, Optional<String> node) throws PatchRefused {
        return new Targets(inventory()).of(words, node);
    }

    private Inventory inventory() throws PatchRefused {
        try {
            return parts.inventory().get();
        } catch (InventoryException e) {
            throw new PatchRefused(
                    Kind.WRONG, e.problems().stream().map(PatchDesk::words).toList());
        }
    }

    static String words(Problem problem) {
        return problem.message() + problem.suggestion().map(next -> "; " + next).orElse("") + " (" + problem.at() + ")";
    }

    private List<String> unchecked(List<Host> hosts, PatchWish wish) throws PatchRefused {
        PatchesConfig.CheckFirst rule = parts.config().checkFirst();
        if (rule == PatchesConfig.CheckFirst.OFF) {
            return List.of();
        }
        Duration within = parts.config().checkWithin();
        Instant since = parts.time().now().minus(within);
        List<String> not = hosts.stream()
                .map(Host::name)
                .filter(host -> parts.store()
                        .patches()
                        .host(host)
                        .flatMap(known -> known.pending().checked())
                        .filter(at -> !at.isBefore(since))
                        .isEmpty())
                .toList();
        if (not.isEmpty()) {
            return List.of();
        }
        String said = "No check within the last " + hours(within) + " tells what would be done on "
                + String.join(", ", not) + "; see first: steward patch check " + String.join(" ", not) + ".";
        if (rule == PatchesConfig.CheckFirst.REFUSE && !wish.how().unchecked()) {
            throw new PatchRefused(
                    Kind.REFUSED,
                    List.of(
                            said,
                            "To apply all the same say --unchecked (\"unchecked\": true); 'patches.checkFirst' of"
                                    + " steward.yml says how strict this is."));
        }
        return List.of(said);
    }

    private static String hours(Duration duration) {
        return duration.toHours() > 0 ? duration.toHours() + " h" : duration.toMinutes() + " min";
    }
}
