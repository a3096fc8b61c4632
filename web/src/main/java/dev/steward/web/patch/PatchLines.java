package dev.steward.web.patch;

import dev.steward.runner.app.patch.PatchDesk;
import dev.steward.runner.app.patch.PatchFacts;
import dev.steward.runner.store.patch.HostPatches;
import dev.steward.runner.store.patch.LedgerLine;
import dev.steward.runner.store.patch.Operation;
import dev.steward.runner.store.patch.OperationFilter;
import dev.steward.runner.store.patch.PatchException;
import dev.steward.web.format.Times;
import dev.steward.web.format.When;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is known of packages, as lines of pages. */
public final class PatchLines {

    private static final int OPERATIONS = 15;

    private final PatchDesk desk;
    private final Times times;

    PatchLines(PatchDesk desk, Times times) {
        this.desk = desk;
        this.times = times;
    }

    /**
     * A host.
     *
     * @param pending how many packages wait; empty: never counted
     * @param security how many of them for security; empty: the source does not tell
     * @param days how old the oldest is; empty: nothing waits
     * @param overdue whether that is an alarm
     * @param reboot whether it asks for one; empty: not known
     * @param held packages on hold there
     * @param said what its last package work said
     * @param status of that, as runs have it; empty text: there was none
     * @param run of it
     */
    public record Host(
            String name,
            Optional<Integer> pending,
            Optional<Integer> security,
            Optional<Long> days,
            boolean overdue,
            Optional<Boolean> reboot,
            List<String> reasons,
            List<String> held,
            Optional<When> checked,
            Optional<When> patched,
            String said,
            String status,
            Optional<Long> run) {

        /** Whether somebody has to do something. */
        boolean open() {
            return pending.filter(count -> count > 0).isPresent()
                    || reboot.orElse(false)
                    || status.equals("failed")
                    || status.equals("unreachable");
        }
    }

    /** A package that changed. */
    public record Change(String host, String name, String from, String to, String action, long run, When at) {}

    /** What came of package work on one host. */
    public record Work(
            String host, String mode, String status, String said, long run, When at, boolean back, String id) {}

    /** Packages that stay as they are. */
    public record Hold(
            long id, boolean active, String whom, String pattern, String reason, String by, Optional<When> until) {}

    List<Host> hosts() {
        Instant now = desk.parts().time().now();
        return desk.reports().hosts().stream().map(one -> host(one, now)).toList();
    }

    Host host(HostPatches one, Instant now) {
        return new Host(
                one.host(),
                one.pending().count(),
                one.pending().security(),
                PatchFacts.days(one, now),
                PatchFacts.overdue(one, now, desk.parts().config().alarmAge()),
                one.reboot().required(),
                one.reboot().reasons(),
                one.held(),
                one.pending().checked().map(times::when),
                one.patched().at().map(times::when),
                one.last().said(),
                one.last().status().orElse(""),
                one.last().run());
    }

    List<Change> changes(List<LedgerLine> lines) {
        return lines.stream()
                .map(line -> new Change(
                        line.host(),
                        line.name(),
                        line.from(),
                        line.to(),
                        line.action(),
                        line.run(),
                        times.when(line.at())))
                .toList();
    }

    List<Work> work(OperationFilter filter) {
        return desk.parts().store().operations().page(filter, Optional.empty(), OPERATIONS).stream()
                .map(this::work)
                .toList();
    }

    private Work work(Operation one) {
        return new Work(
                one.host(),
                one.mode(),
                one.status().word().replace('_', ' '),
                one.said().message(),
                one.run(),
                times.when(one.times().completed().orElse(one.times().created())),
                one.status().ended() && one.kept().snapshot().isPresent(),
                one.id());
    }

    List<Hold> holds() {
        Instant now = desk.parts().time().now();
        return desk.exceptions().all(PatchException.Kind.PACKAGE).stream()
                .map(one -> new Hold(
                        one.id(),
                        one.active(now),
                        (one.scope().word() + " " + one.target()).strip(),
                        one.pattern(),
                        one.reason(),
                        one.by(),
                        one.until().map(times::when)))
                .toList();
    }
}
