package dev.steward.runner.app.patch;

import dev.steward.runner.app.patch.PatchRefused.Kind;
import dev.steward.runner.inventory.InventoryException;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.patch.HostPatches;
import dev.steward.runner.store.patch.LedgerFilter;
import dev.steward.runner.store.patch.Operation;
import dev.steward.runner.store.patch.OperationStatus;
import dev.steward.runner.store.patch.PatchException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How up to date the hosts are, and what a run changed: as plain data. */
public final class PatchReports {

    private static final int LINES = 10_000;

    private final PatchDesk.Parts parts;
    private final Store store;

    PatchReports(PatchDesk.Parts parts) {
        this.parts = parts;
        this.store = parts.store();
    }

    /** Every host of the inventory and every other whose packages are known, by name; never looked at ones too. */
    public List<HostPatches> hosts() {
        Map<String, HostPatches> all = new TreeMap<>();
        inventory().forEach(name -> all.put(name, never(name)));
        store.patches().hosts().forEach(known -> all.put(known.host(), known));
        return List.copyOf(all.values());
    }

    /** The names of the inventory; none where it cannot be had: what is known must be readable all the same. */
    private List<String> inventory() {
        try {
            return parts.inventory().get().hostNames();
        } catch (InventoryException e) {
            return List.of();
        }
    }

    private static HostPatches never(String host) {
        return new HostPatches(
                host,
                new HostPatches.Pending(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                new HostPatches.Done(Optional.empty(), Optional.empty()),
                new HostPatches.Reboot(Optional.empty(), List.of()),
                new HostPatches.Os(Optional.empty(), Optional.empty()),
                List.of(),
                List.of(),
                new HostPatches.Last(Optional.empty(), "", Optional.empty(), Optional.empty()));
    }

    /** A host's facts. */
    public Map<String, Object> facts(HostPatches one) {
        return PatchFacts.of(one, parts.time().now(), parts.config().alarmAge());
    }

    /** One host with its pending packages and its last operations; empty where nothing is known of it. */
    public Optional<Map<String, Object>> host(String name) {
        return known(name).map(one -> {
            Map<String, Object> facts = facts(one);
            facts.put(
                    "packages",
                    store.patches().pending(name).stream().map(PatchFacts::of).toList());
            return facts;
        });
    }

    /** One host; empty where neither the inventory nor any run knows it. */
    public Optional<HostPatches> known(String name) {
        return hosts().stream().filter(one -> one.host().equals(name)).findFirst();
    }

    /** How up to date all of them are. */
    public Map<String, Object> compliance() {
        Instant now = parts.time().now();
        List<HostPatches> hosts = hosts();
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("at", now.toString());
        report.put("alarm_age_days", parts.config().alarmAge().toDays());
        report.put("hosts", hosts.stream().map(this::facts).toList());
        report.put("total", hosts.size());
        report.put(
                "up_to_date",
                count(hosts, one -> one.pending().count().filter(n -> n == 0).isPresent()));
        report.put("never_checked", count(hosts, one -> one.pending().checked().isEmpty()));
        report.put(
                "with_security",
                count(hosts, one -> one.pending().security().filter(n -> n > 0).isPresent()));
        report.put(
                "overdue",
                count(hosts, one -> PatchFacts.overdue(one, now, parts.config().alarmAge())));
        report.put(
                "reboot_required", count(hosts, one -> one.reboot().required().orElse(false)));
        report.put(
                "exceptions",
                store.patchExceptions().active(PatchException.Kind.PACKAGE, now).stream()
                        .map(one -> PatchFacts.of(one, now))
                        .toList());
        return report;
    }

    private static long count(List<HostPatches> hosts, java.util.function.Predicate<HostPatches> which) {
        return hosts.stream().filter(which).count();
    }

    /**
     * What a run came to on each host: how many packages could be upgraded before and after it.
     *
     * @throws PatchRefused where there is no such run, or it touched no packages
     */
    public Map<String, Object> run(long id) throws PatchRefused {
        Run run = store.queries()
                .run(id)
                .orElseThrow(() ->
                        new PatchRefused(Kind.UNKNOWN, "There is no run " + id + "; 'steward runs list' shows them."));
        List<Operation> operations = store.operations().of(id);
        if (operations.isEmpty()) {
            throw new PatchRefused(
                    Kind.UNKNOWN,
                    "Run " + id + " (" + run.playbook() + ") counted no packages; 'steward patch operations' shows the"
                            + " runs that did.");
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("run", id);
        report.put("playbook", run.playbook());
        report.put("status", run.status().word());
        report.put("by", run.cause().name());
        report.put("started_at", run.times().started().map(Instant::toString).orElse(null));
        report.put("finished_at", run.times().finished().map(Instant::toString).orElse(null));
        report.put("summary", summary(operations));
        report.put("pending_before", sum(operations, one -> one.counts().before()));
        report.put("pending_after", sum(operations, one -> one.counts().after()));
        report.put("hosts", operations.stream().map(PatchFacts::of).toList());
        LedgerFilter of = new LedgerFilter(
                Optional.empty(), Optional.empty(), Optional.of(id), Optional.empty(), Optional.empty());
        report.put(
                "packages",
                store.patches().ledger(of, Optional.empty(), LINES).stream()
                        .sorted(Comparator.comparingLong(line -> line.id()))
                        .map(PatchFacts::of)
                        .toList());
        return report;
    }

    /** How many operations stand how, by word. */
    public static Map<String, Object> summary(List<Operation> operations) {
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("total", operations.size());
        for (OperationStatus status : OperationStatus.values()) {
            counts.put(
                    status.word(),
                    operations.stream().filter(one -> one.status() == status).count());
        }
        return counts;
    }

    private static Integer sum(
            List<Operation> operations, java.util.function.Function<Operation, Optional<Integer>> of) {
        List<Integer> known = new ArrayList<>();
        operations.forEach(one -> of.apply(one).ifPresent(known::add));
        return known.isEmpty()
                ? null
                : known.stream().mapToInt(Integer::intValue).sum();
    }

    /** Hosts that some word names, for who lists only them; all where none is said. */
    public List<HostPatches> hosts(List<String> words) throws PatchRefused {
        if (words.isEmpty()) {
            return hosts();
        }
        Set<String> wanted = new Targets(parts.inventory().get())
                .of(words, Optional.empty()).stream().map(host -> host.name()).collect(Collectors.toSet());
        return hosts().stream().filter(one -> wanted.contains(one.host())).toList();
    }
}
