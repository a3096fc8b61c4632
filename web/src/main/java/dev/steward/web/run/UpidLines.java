package dev.steward.web.run;

import dev.steward.runner.event.NumberedEvent;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.proxmox.act.Cancelling;
import dev.steward.runner.proxmox.task.Progress;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.RunQueries;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.upid.UpidRow;
import dev.steward.runner.store.upid.Upids;
import dev.steward.web.format.Times;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** UPIDs of runs, with what their logs tell. */
public final class UpidLines {

    private static final int MOST = 200;
    private static final int TAIL = 50;
    private static final long BACK = 4_000;

    private final Upids upids;
    private final RunQueries queries;
    private final Times times;

    /** The UPIDs of a store. */
    public UpidLines(Store store, Times times) {
        this.upids = store.upids();
        this.queries = store.queries();
        this.times = times;
    }

    /** Those of a run: what runs first, then what went wrong, then the rest; 200 at most. */
    public List<UpidLine> of(Run run) {
        return upids.of(run.id()).stream()
                .sorted(Comparator.comparing(UpidLines::rank))
                .limit(MOST)
                .map(row -> line(row, row.end().isPresent() ? List.of() : lately(run, row)))
                .toList();
    }

    private static int rank(UpidRow row) {
        return row.end().isEmpty() ? 0 : row.end().get().ok() ? 2 : 1;
    }

    /** Those of one task on one host, whose events are given. */
    public List<UpidLine> of(long run, String step, String host, List<NumberedEvent> events) {
        return upids.of(run, step, host).stream()
                .map(row -> line(row, log(row, events)))
                .toList();
    }

    private List<String> lately(Run run, UpidRow row) {
        Optional<String> host = row.origin().map(UpidRow.Origin::host);
        Optional<String> step = row.origin().map(UpidRow.Origin::step);
        return log(row, queries.events(run.id(), Math.max(0, run.lastEvent() - BACK), MOST, host, step));
    }

    private static List<String> log(UpidRow row, List<NumberedEvent> events) {
        List<String> lines = new ArrayList<>();
        for (NumberedEvent event : events) {
            if (event.event() instanceof RunEvent.Output out
                    && out.stream().equals(row.upid().text())) {
                lines.addAll(out.text().lines().toList());
            }
        }
        if (lines.isEmpty()) {
            row.end().ifPresent(end -> lines.addAll(end.tail().lines().toList()));
        }
        return lines.subList(Math.max(0, lines.size() - TAIL), lines.size());
    }

    private UpidLine line(UpidRow row, List<String> log) {
        String id = row.upid().id().isEmpty() ? "" : " " + row.upid().id();
        boolean ended = row.end().isPresent();
        return new UpidLine(
                row.upid().text(),
                row.upid().type() + id + " on " + row.upid().node(),
                row.action(),
                row.origin().map(UpidRow.Origin::step).orElse(""),
                row.origin().map(UpidRow.Origin::host).orElse(""),
                row.end().map(UpidRow.End::result).orElse("running"),
                row.end()
                        .filter(end -> !end.result().equals("ok"))
                        .map(UpidRow.End::exitStatus)
                        .orElse(""),
                Times.exact(row.took().orElseGet(() -> times.since(row.started()))),
                ended ? OptionalInt.empty() : percent(log),
                row.page(),
                Cancelling.safe(row.upid()),
                log);
    }

    private static OptionalInt percent(List<String> log) {
        for (int i = log.size() - 1; i >= 0; i--) {
            OptionalInt percent = Progress.of(log.get(i));
            if (percent.isPresent()) {
                return percent;
            }
        }
        return OptionalInt.empty();
    }
}
