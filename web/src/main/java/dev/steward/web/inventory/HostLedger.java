package dev.steward.web.inventory;

import dev.steward.runner.store.Store;
import dev.steward.runner.store.estate.ChangeFilter;
import dev.steward.runner.store.estate.EstateRow;
import dev.steward.runner.store.patch.LedgerFilter;
import dev.steward.runner.store.patch.LedgerLine;
import dev.steward.runner.store.patch.Operation;
import dev.steward.runner.store.patch.OperationFilter;
import dev.steward.runner.store.patch.RebootRequest;
import dev.steward.runner.store.upid.UpidRow;
import dev.steward.runner.time.Time;
import dev.steward.web.estate.GuestRuns;
import dev.steward.web.format.Times;
import dev.steward.web.format.When;
import dev.steward.web.happening.Happenings;
import dev.steward.web.parts.WebParts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What happened to a host, the newest first: runs, packages, reboots, snapshots, migrations, changes in the cluster, power. */
public final class HostLedger {

    private static final int MOST = 60;
    private static final int OF_EACH = 30;
    private static final int PACKAGES = 400;
    private static final int NAMED = 6;

    private final Store store;
    private final GuestRuns runs;
    private final Happenings happenings;
    private final Times times;
    private final Time time;

    HostLedger(WebParts parts, Times times) {
        this.store = parts.store();
        this.time = parts.time();
        this.runs = new GuestRuns(store.queries(), times);
        this.happenings = new Happenings(store, times);
        this.times = times;
    }

    /**
     * Something that happened.
     *
     * @param kind run, packages, reboot, task, cluster or power
     * @param status a word that has an icon and a colour; empty text: none
     * @param href a page that tells more; empty text: none
     * @param more details, a line each
     */
    public record Entry(
            Instant at, When when, String kind, String status, String text, String href, List<String> more) {}

    /** What is known; where a source has more than is asked of it, nothing older is told, lest it seem that nothing happened. */
    List<Entry> of(String host, Optional<Subject> subject) {
        List<List<Entry>> sources = new ArrayList<>();
        sources.add(runs(host));
        sources.add(packages(host));
        sources.add(some(store.reboots().page(Optional.of(host), Optional.empty(), OF_EACH), this::reboot));
        sources.add(some(store.upids().ofHost(host, OF_EACH), this::task));
        subject.ifPresent(one -> sources.add(some(
                store.estateChanges().page(ChangeFilter.of(one.cluster(), one.id()), Optional.empty(), OF_EACH),
                this::changed)));
        Instant oldest = sources.stream()
                .filter(source ->
                        source.size() >= OF_EACH || source == sources.get(0) && source.size() >= GuestRuns.RUNS)
                .map(source -> source.get(source.size() - 1).at())
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
        List<Entry> all = new ArrayList<>();
        sources.forEach(source ->
                source.stream().filter(entry -> !entry.at().isBefore(oldest)).forEach(all::add));
        all.addAll(power(all));
        all.sort(Comparator.comparing(Entry::at).reversed());
        return all.size() > MOST ? all.subList(0, MOST) : all;
    }

    private static <T> List<Entry> some(List<T> rows, Function<T, Entry> as) {
        return rows.stream().map(as).toList();
    }

    private List<Entry> runs(String host) {
        return runs.of(List.of(host)).stream()
                .map(run -> new Entry(
                        Instant.parse(run.when().iso()),
                        run.when(),
                        "run",
                        run.status(),
                        run.playbook() + ", run " + run.run() + (run.counts().isEmpty() ? "" : ": " + run.counts()),
                        "/runs/" + run.run(),
                        List.of()))
                .toList();
    }

    /** Package work with what it changed; changes that no package work is known of stand by their run. */
    private List<Entry> packages(String host) {
        LedgerFilter its = new LedgerFilter(
                Optional.of(host), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        Map<Long, List<LedgerLine>> byRun = new LinkedHashMap<>();
        store.patches().ledger(its, Optional.empty(), PACKAGES).forEach(line -> byRun.computeIfAbsent(
                        line.run(), run -> new ArrayList<>())
                .add(line));
        List<Entry> entries = new ArrayList<>();
        for (Operation work : store.operations().page(OperationFilter.ofHost(host), Optional.empty(), OF_EACH)) {
            entries.add(work(work, byRun.getOrDefault(work.run(), List.of())));
            byRun.remove(work.run());
        }
        byRun.forEach((run, lines) -> entries.add(entry(
                lines.get(0).at(),
                "packages",
                "changed",
                count(lines.size(), "package") + " changed by run " + run,
                "/runs/" + run,
                named(lines))));
        return entries;
    }

    private Entry work(Operation work, List<LedgerLine> lines) {
        List<String> more = new ArrayList<>(named(lines));
        work.kept().snapshot().ifPresent(name -> more.add("snapshot " + name + " was taken before"));
        work.kept().backup().ifPresent(name -> more.add("backup " + name + " was taken before"));
        work.counts().downtime().ifPresent(down -> more.add("rebooted, no answer for " + Times.exact(down)));
        String counts = work.counts()
                .before()
                .flatMap(before -> work.counts().after().map(after -> ": " + before + " waiting → " + after))
                .orElse("");
        return entry(
                work.times().completed().orElse(work.times().created()),
                "packages",
                work.status().word(),
                (work.mode().equals("check") ? "looked for updates" : "package work") + counts,
                "/runs/" + work.run(),
                more);
    }

    private static List<String> named(List<LedgerLine> lines) {
        List<String> named = new ArrayList<>();
        lines.stream().limit(NAMED).forEach(line -> named.add(line.name() + " " + versions(line)));
        if (lines.size() > NAMED) {
            named.add("and " + count(lines.size() - NAMED, "further package"));
        }
        return named;
    }

    private static String versions(LedgerLine line) {
        return line.from().isEmpty()
                ? line.to() + " installed"
                : line.to().isEmpty() ? line.from() + " removed" : line.from() + " → " + line.to();
    }

    private Entry reboot(RebootRequest one) {
        List<String> more = one.downtime()
                .map(down -> List.of("no answer for " + Times.exact(down)))
                .orElse(List.of());
        return entry(
                one.finished().orElse(one.created()),
                "reboot",
                one.status().word(),
                "reboot asked by " + one.by() + (one.reason().isEmpty() ? "" : ": " + one.reason()),
                one.run().map(run -> "/runs/" + run).orElse(""),
                more);
    }

    private Entry task(UpidRow row) {
        List<String> more = row.end()
                .filter(end -> !end.ok())
                .map(end -> List.of(end.exitStatus()))
                .orElse(List.of());
        String status =
                row.end().map(end -> end.ok() ? "changed" : end.result()).orElse("running");
        return entry(
                row.started(),
                "task",
                status,
                row.action(),
                row.origin().map(of -> "/runs/" + of.run()).orElse(""),
                more);
    }

    private Entry changed(EstateRow row) {
        return entry(row.at(), "cluster", "", row.text(), "", List.of());
    }

    private List<Entry> power(List<Entry> others) {
        Optional<Instant> first = others.stream().map(Entry::at).min(Comparator.naturalOrder());
        Instant now = time.now().plusSeconds(1);
        return first.map(from -> happenings.of(List.of(), from, now).stream()
                        .map(one -> new Entry(
                                one.at(), one.when(), "power", one.status(), one.text(), one.href(), List.of()))
                        .toList())
                .orElse(List.of());
    }

    private Entry entry(Instant at, String kind, String status, String text, String href, List<String> more) {
        return new Entry(at, times.when(at), kind, status.replace('_', ' '), text, href, more);
    }

    private static String count(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
