package dev.steward.runner.app.patch;

import dev.steward.runner.roll.NodeRoll;
import dev.steward.runner.store.patch.HostPatches;
import dev.steward.runner.store.patch.LedgerLine;
import dev.steward.runner.store.patch.Operation;
import dev.steward.runner.store.patch.PatchException;
import dev.steward.runner.store.patch.PendingPackage;
import dev.steward.runner.store.patch.RebootRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Package work as plain data, the same words for the command line and REST. */
public final class PatchFacts {

    private PatchFacts() {}

    /** An operation without its output. */
    public static Map<String, Object> of(Operation one) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("id", one.id());
        facts.put("run", one.run());
        facts.put("host", one.host());
        facts.put("mode", one.mode());
        facts.put("status", one.status().word());
        facts.put("by", one.asked().by());
        facts.put("reason", one.asked().reason());
        facts.put("timeout_seconds", one.asked().limit().toSeconds());
        facts.put("created_at", text(one.times().created()));
        facts.put("started_at", text(one.times().started()));
        facts.put("completed_at", text(one.times().completed()));
        facts.put("step", one.said().step().orElse(null));
        facts.put("stage", one.said().stage().orElse(null));
        facts.put("message", one.said().message());
        facts.put("exit_code", one.said().exit().orElse(null));
        facts.put("pending_before", one.counts().before().orElse(null));
        facts.put("pending_after", one.counts().after().orElse(null));
        facts.put("packages_changed", one.counts().changed().orElse(null));
        facts.put(
                "downtime_seconds",
                one.counts().downtime().map(PatchFacts::seconds).orElse(null));
        facts.put("snapshot", one.kept().snapshot().orElse(null));
        facts.put("backup", one.kept().backup().orElse(null));
        return facts;
    }

    /** What an operation came to, as it is downloaded. */
    public static Map<String, Object> result(Operation one) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("operation_id", one.id());
        facts.put("run", one.run());
        facts.put("host", one.host());
        facts.put("mode", one.mode());
        facts.put("status", one.status().word());
        facts.put("message", one.said().message());
        facts.put("exit_code", one.said().exit().orElse(null));
        facts.put("stdout", one.said().stdout());
        facts.put("stderr", one.said().stderr());
        facts.put("completed_at", text(one.times().completed()));
        return facts;
    }

    /** What is known of a host's packages, and whether that is an alarm. */
    public static Map<String, Object> of(HostPatches one, Instant now, Duration alarmAge) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("host", one.host());
        facts.put("pending", one.pending().count().orElse(null));
        facts.put("pending_security", one.pending().security().orElse(null));
        facts.put("pending_since", text(one.pending().since()));
        facts.put("age_days", days(one, now).orElse(null));
        facts.put("overdue", overdue(one, now, alarmAge));
        facts.put("download_bytes", one.pending().bytes().orElse(null));
        facts.put("checked_at", text(one.pending().checked()));
        facts.put("checked_run", one.pending().run().orElse(null));
        facts.put("patched_at", text(one.patched().at()));
        facts.put("patched_run", one.patched().run().orElse(null));
        facts.put("reboot_required", one.reboot().required().orElse(null));
        facts.put("reboot_reasons", one.reboot().reasons());
        facts.put("os", one.os().name().orElse(null));
        facts.put("family", one.os().family().orElse(null));
        facts.put("held", one.held());
        facts.put("excluded", one.excluded());
        facts.put("last_status", one.last().status().orElse(null));
        facts.put("last_said", one.last().said());
        facts.put("last_run", one.last().run().orElse(null));
        facts.put("last_at", text(one.last().at()));
        return facts;
    }

    /** How many whole days the oldest pending update is old; empty: nothing is pending. */
    public static Optional<Long> days(HostPatches one, Instant now) {
        return one.pending().since().map(since -> Duration.between(since, now).toDays());
    }

    /** Whether the oldest pending update is older than may be. */
    public static boolean overdue(HostPatches one, Instant now, Duration alarmAge) {
        return one.pending()
                .since()
                .filter(since -> Duration.between(since, now).compareTo(alarmAge) >= 0)
                .isPresent();
    }

    /** A package that is to be changed. */
    public static Map<String, Object> of(PendingPackage one) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("host", one.host());
        facts.put("name", one.name());
        facts.put("from", one.from());
        facts.put("to", one.to());
        facts.put("action", one.action());
        facts.put("security", one.security().orElse(null));
        facts.put("since", text(one.since()));
        return facts;
    }

    /** A package that changed. */
    public static Map<String, Object> of(LedgerLine one) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("id", one.id());
        facts.put("host", one.host());
        facts.put("name", one.name());
        facts.put("from", one.from());
        facts.put("to", one.to());
        facts.put("action", one.action());
        facts.put("security", one.security().orElse(null));
        facts.put("run", one.run());
        facts.put("at", text(one.at()));
        return facts;
    }

    /** An exception, or an exemption from reboots. */
    public static Map<String, Object> of(PatchException one, Instant now) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("id", one.id());
        facts.put("scope", one.scope().word());
        facts.put("target", one.target());
        if (one.kind() == PatchException.Kind.PACKAGE) {
            facts.put("package", one.pattern());
        }
        facts.put("reason", one.reason());
        facts.put("by", one.by());
        facts.put("made_at", text(one.made()));
        facts.put("until", text(one.until()));
        facts.put("active", one.active(now));
        facts.put("ended_by", one.ended().map(PatchException.Ended::by).orElse(null));
        facts.put("ended_at", text(one.ended().map(PatchException.Ended::at)));
        return facts;
    }

    /** A requested reboot. */
    public static Map<String, Object> of(RebootRequest one) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("id", one.id());
        facts.put("host", one.host());
        facts.put("status", one.status().word());
        facts.put("reason", one.reason());
        facts.put("by", one.by());
        facts.put("timeout_seconds", one.limit().toSeconds());
        facts.put("run", one.run().orElse(null));
        facts.put("message", one.message());
        facts.put("created_at", text(one.created()));
        facts.put("acked_at", text(one.acked()));
        facts.put("completed_at", text(one.finished()));
        facts.put("downtime_seconds", one.downtime().map(PatchFacts::seconds).orElse(null));
        return facts;
    }

    /** A node that a rolling update has in its hands. */
    public static Map<String, Object> of(NodeRoll roll) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("cluster", roll.cluster());
        facts.put("node", roll.node());
        facts.put("since", text(roll.began().at()));
        facts.put("stage", roll.stage().name().toLowerCase(Locale.ROOT));
        facts.put("left", RollLook.byHand(roll).orElse(""));
        facts.put("overridden", roll.notes().overrides());
        return facts;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static String text(Instant at) {
        return at.toString();
    }

    private static String text(Optional<Instant> at) {
        return at.map(Instant::toString).orElse(null);
    }
}
