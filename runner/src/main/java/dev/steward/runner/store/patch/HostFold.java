package dev.steward.runner.store.patch;

import dev.steward.runner.event.EventJson;
import dev.steward.runner.event.RunEvent.TaskFinished;
import dev.steward.runner.event.Status;
import dev.steward.runner.store.row.Column;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The state of each host's packages. */
final class HostFold {

    private final EventJson json;

    HostFold(EventJson json) {
        this.json = json;
    }

    void finished(Handle handle, PatchFold.Moment moment, TaskFinished task, Told told, boolean check) {
        String host = task.host();
        ensure(handle, host);
        if (told.pending().isPresent()) {
            counted(handle, moment, host, told, check);
        }
        boolean well = task.status() == Status.OK || task.status() == Status.CHANGED;
        if (well && !check) {
            handle.execute(
                    "update patch_host set patched_at = ?, patched_run = ? where host = ?",
                    moment.at(),
                    moment.run(),
                    host);
        }
        if (task.data().containsKey("rebootRequired")) {
            reboot(handle, host, told.flag("rebootRequired"), told.texts("rebootReasons", "rebootPackages"));
        }
        told.said("family")
                .ifPresent(family -> handle.execute(
                        "update patch_host set family = ?, os = ? where host = ?",
                        Column.cut(family, 32),
                        told.said("os").map(os -> Column.cut(os, 300)).orElse(null),
                        host));
        outcome(handle, moment, task, told);
    }

    private void outcome(Handle handle, PatchFold.Moment moment, TaskFinished task, Told told) {
        handle.execute(
                "update patch_host set held = ?, excluded = ?, outcome = ?, outcome_said = ?, outcome_run = ?,"
                        + " outcome_at = ? where host = ?",
                json.text(told.texts("held")),
                json.text(told.data().getOrDefault("excluded", List.of())),
                task.status().word(),
                Column.cut(task.message(), 2000),
                moment.run(),
                moment.at(),
                task.host());
    }

    static void ensure(Handle handle, String host) {
        int known = handle.select("select count(*) from patch_host where host = ?", host)
                .mapTo(int.class)
                .one();
        if (known == 0) {
            handle.execute(
                    "insert into patch_host (host, reboot_reasons, held, excluded, outcome_said) values (?, '[]', '[]',"
                            + " '[]', '')",
                    host);
        }
    }

    /** What a host says of its own need for a reboot. */
    void reboot(Handle handle, String host, boolean required, List<String> reasons) {
        handle.execute(
                "update patch_host set reboot_required = ?, reboot_reasons = ? where host = ?",
                required,
                json.text(required ? reasons : List.of()),
                host);
    }

    private static void counted(Handle handle, PatchFold.Moment moment, String host, Told told, boolean check) {
        int pending = told.pending().orElseThrow();
        Optional<List<Told.Change>> left = told.left()
                .or(() -> check && !told.changes().isEmpty() ? Optional.of(told.changes()) : Optional.empty());
        if (pending == 0) {
            handle.execute("delete from patch_pending where host = ?", host);
        } else if (left.isPresent()) {
            replace(handle, moment.at(), host, left.get());
        } else {
            told.changes()
                    .forEach(done -> handle.execute(
                            "delete from patch_pending where host = ? and package = ?", host, done.name()));
        }
        handle.execute(
                "update patch_host set checked_at = ?, checked_run = ?, pending = ?, pending_security = ?,"
                        + " pending_since = ?, download_bytes = ? where host = ?",
                moment.at(),
                moment.run(),
                pending,
                told.number("pendingSecurity").orElse(null),
                pending == 0 ? null : since(handle, host).orElse(moment.at()),
                told.whole("downloadBytes").orElse(null),
                host);
    }

    /** The oldest of what is known by name, else since when any was counted. */
    private static Optional<Instant> since(Handle handle, String host) {
        return handle.select("select min(since) from patch_pending where host = ?", host)
                .mapTo(Instant.class)
                .findOne()
                .or(() -> handle.select("select pending_since from patch_host where host = ?", host)
                        .mapTo(Instant.class)
                        .findOne());
    }

    /** A package stays as old as it was, whatever newer version is offered meanwhile. */
    private static void replace(Handle handle, Instant at, String host, List<Told.Change> left) {
        Map<String, Instant> known = new HashMap<>();
        handle.select("select package, since from patch_pending where host = ?", host)
                .map((row, context) -> Map.entry(row.getString("package"), Column.at(row, "since")))
                .forEach(entry -> known.put(entry.getKey(), entry.getValue()));
        Map<String, Told.Change> now =
                left.stream().collect(Collectors.toMap(Told.Change::name, one -> one, (a, b) -> b, LinkedHashMap::new));
        handle.execute("delete from patch_pending where host = ?", host);
        if (now.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("insert into patch_pending (host, package, version_from, version_to,"
                + " action, security, since) values (?, ?, ?, ?, ?, ?, ?)");
        now.values()
                .forEach(one -> batch.add(
                        host,
                        one.name(),
                        one.from(),
                        one.to(),
                        one.action(),
                        one.security(),
                        known.getOrDefault(one.name(), at)));
        batch.execute();
    }
}
