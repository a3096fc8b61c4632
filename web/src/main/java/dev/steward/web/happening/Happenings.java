package dev.steward.web.happening;

import dev.steward.runner.notice.Notice;
import dev.steward.runner.notice.Notice.Kind;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.RunFilter;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.outbox.Posted;
import dev.steward.web.chart.Happening;
import dev.steward.web.format.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What happened to a host in some time: the runs that touched it, and what became of the power. */
public final class Happenings {

    /** More lines than these are no marks any more, but a wall. */
    private static final int MOST = 60;

    /** What is worth a line, with the word whose icon and colour it has. */
    private static final Map<Kind, String> POWER = Map.of(
            Kind.POWER_LOST, "failed",
            Kind.POWER_RESTORED, "ok",
            Kind.LOW_BATTERY, "failed",
            Kind.SHUTDOWN_START, "failed",
            Kind.RECOVERY_COMPLETE, "ok",
            Kind.RECOVERY_ERROR, "failed",
            Kind.UPS_COMM_LOST, "unreachable",
            Kind.UPS_COMM_RESTORED, "ok");

    private final Store store;
    private final Times times;

    /** What a store knows. */
    public Happenings(Store store, Times times) {
        this.store = store;
        this.times = times;
    }

    /**
     * The newest first.
     *
     * @param hosts the names under which runs know it
     */
    public List<Happening> of(List<String> hosts, Instant from, Instant to) {
        return Stream.concat(runs(hosts, from, to).stream(), power(from, to).stream())
                .sorted(Comparator.comparing(Happening::at).reversed())
                .limit(MOST)
                .toList();
    }

    private List<Happening> runs(List<String> hosts, Instant from, Instant to) {
        if (hosts.isEmpty()) {
            return List.of();
        }
        List<RunFilter.Term> touched = RunFilter.ALL
                .and(RunFilter.Field.HOST, hosts.toArray(String[]::new))
                .terms();
        RunFilter filter = new RunFilter(touched, Optional.of(from), Optional.of(to));
        List<Happening> all = new ArrayList<>();
        for (Run run : store.queries().page(filter, Optional.empty(), MOST)) {
            Instant at = run.times().started().orElse(run.times().created());
            String word = run.status().word();
            all.add(new Happening(
                    at,
                    false,
                    word,
                    word,
                    run.playbook() + ", run " + run.id(),
                    "/runs/" + run.id(),
                    times.when(at),
                    0));
        }
        return all;
    }

    private List<Happening> power(Instant from, Instant to) {
        List<String> kinds = POWER.keySet().stream().map(Kind::toString).toList();
        return store.outbox().ofKinds(kinds, MOST).stream()
                .map(Posted::notice)
                .filter(notice -> !notice.at().isBefore(from) && notice.at().isBefore(to))
                .map(this::power)
                .toList();
    }

    private Happening power(Notice notice) {
        String word = notice.kind().toString().replace('-', ' ');
        String text = notice.text().lines().findFirst().orElse(notice.title());
        return new Happening(
                notice.at(), true, POWER.get(notice.kind()), word, text, "/power", times.when(notice.at()), 0);
    }
}
