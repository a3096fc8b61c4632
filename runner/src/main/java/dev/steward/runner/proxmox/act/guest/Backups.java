package dev.steward.runner.proxmox.act.guest;

import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.Vmid;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.Change;
import dev.steward.runner.proxmox.act.Deed;
import dev.steward.runner.proxmox.act.Insisting;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.Storage;
import dev.steward.runner.proxmox.estate.View;
import dev.steward.runner.proxmox.task.TaskBudget;
import dev.steward.runner.proxmox.task.TaskEnd;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Backs guests up with vzdump: one UPID for one guest, a pool or all of a node, whose log tells what became of each. */
public final class Backups {

    private static final Pattern FAILED = Pattern.compile("ERROR: Backup of VM (\\d+) failed - (.*)");
    private static final Pattern FINISHED = Pattern.compile("INFO: Finished Backup of VM (\\d+) .*");
    private static final Duration SKEW = Duration.ofSeconds(30);

    private final Acting acting;
    private final Duration limit;

    /**
     * On one cluster.
     *
     * @param limit for the UPID; it is cancelled then, and takes back what it began
     */
    public Backups(Acting acting, Duration limit) {
        this.acting = acting;
        this.limit = limit;
    }

    /**
     * What is backed up.
     *
     * @param node that does it: where the guests are
     * @param guest one; empty: a pool or all
     * @param pool its guests on that node
     */
    public record Scope(String node, Optional<Guest> guest, Optional<String> pool) {

        private String words() {
            return guest.map(Guest::words)
                    .or(() -> pool.map(name -> "pool " + name + " on " + node))
                    .orElse("all guests of " + node);
        }
    }

    /**
     * How.
     *
     * @param storage for the archives; empty: as the node is set up
     * @param settings further parameters of vzdump, by their names
     * @param fresh a backup of one guest that is no older is enough
     */
    public record How(Optional<String> storage, Map<String, Object> settings, Optional<Duration> fresh) {}

    /** Makes backups. */
    public Deed make(Scope scope, How how, boolean check) throws PveException, ActException, InterruptedException {
        possible(scope, how);
        Optional<Archive> young = young(scope, how);
        if (young.isPresent()) {
            return Deed.ok("there is a backup of " + scope.words() + " from "
                            + young.get().at())
                    .with("archives", List.of(young.get().volume()));
        }
        if (check) {
            return Deed.changed("would back up " + scope.words()
                    + how.storage().map(name -> " to " + name).orElse(""));
        }
        Instant begun = acting.time().now();
        Optional<TaskEnd> end = acting.carryOut(change(scope, how));
        return told(scope, how, end, begun);
    }

    private static Change change(Scope scope, How how, Duration limit) {
        Map<String, Object> form = new LinkedHashMap<>(how.settings());
        how.storage().ifPresent(name -> form.put("storage", name));
        scope.guest().ifPresent(guest -> form.put("vmid", guest.vmid().value()));
        scope.pool().ifPresent(pool -> form.put("pool", pool));
        if (scope.guest().isEmpty() && scope.pool().isEmpty()) {
            form.put("all", true);
        }
        return Change.post("back up " + scope.words(), PvePath.of("nodes", scope.node(), "vzdump"), form)
                .within(TaskBudget.orCancel(limit));
    }

    private Change change(Scope scope, How how) {
        return change(scope, how, limit);
    }

    private void possible(Scope scope, How how) throws PveException, ActException, InterruptedException {
        boolean kept =
                how.settings().containsKey("notes-template") || how.settings().containsKey("protected");
        if (how.storage().isEmpty()) {
            if (kept) {
                throw new ActException("notes and protected belong to an archive on a storage; say storage");
            }
            return;
        }
        View view = acting.clearView();
        String name = how.storage().get();
        Storage storage = view.storages().get("storage/" + scope.node() + "/" + name);
        String others = view.storages().values().stream()
                .filter(each ->
                        each.node().equals(scope.node()) && each.content().contains("backup"))
                .map(Storage::name)
                .collect(Collectors.joining(", "));
        String instead = others.isEmpty() ? "" : "; backups may go to " + others;
        boolean blind =
                view.storages().values().stream().noneMatch(each -> each.node().equals(scope.node()));
        if (storage == null && blind) {
            // a token without Datastore.Audit sees none: PVE itself will say
            return;
        }
        if (storage == null) {
            throw new ActException("node " + scope.node() + " has no storage '" + name + "'" + instead);
        }
        if (!storage.content().contains("backup")) {
            throw new ActException("storage '" + name + "' takes no backups" + instead);
        }
        if (!storage.available()) {
            throw new ActException("storage '" + name + "' is not available on " + scope.node() + instead);
        }
    }

    private record Archive(String volume, Instant at) {}

    private Optional<Archive> young(Scope scope, How how) throws PveException, InterruptedException {
        if (how.fresh().isEmpty() || scope.guest().isEmpty() || how.storage().isEmpty()) {
            return Optional.empty();
        }
        Instant oldest = acting.time().now().minus(how.fresh().get());
        return archives(scope.node(), how.storage().get(), scope.guest().get().vmid()).stream()
                .filter(archive -> !archive.at().isBefore(oldest))
                .max(Comparator.comparing(Archive::at));
    }

    private List<Archive> archives(String node, String storage, Vmid vmid) throws PveException, InterruptedException {
        PvePath path = PvePath.of("nodes", node, "storage", storage, "content");
        return acting.api().get(path, Map.of("content", "backup", "vmid", vmid.value())).list().stream()
                .map(row -> new Archive(
                        row.text("volid", ""),
                        Instant.ofEpochSecond(row.number("ctime").orElse(0))))
                .toList();
    }

    private Deed told(Scope scope, How how, Optional<TaskEnd> end, Instant begun)
            throws PveException, ActException, InterruptedException {
        if (end.isEmpty()) {
            // vzdump answers OK where no guest of that node is in its scope
            return Deed.ok("there is nothing to back up of " + scope.words()).with("archives", List.of());
        }
        List<String> log = log(end.get());
        Map<String, String> failed = new LinkedHashMap<>();
        List<String> finished =
                log.stream().flatMap(line -> group(FINISHED, line).stream()).toList();
        for (String line : log) {
            Matcher m = FAILED.matcher(line);
            if (m.matches()) {
                failed.put(m.group(1), m.group(2));
            }
        }
        if (!end.get().ok()) {
            throw failure(scope, end.get(), failed, finished);
        }
        List<String> archives = new java.util.ArrayList<>();
        if (how.storage().isPresent()) {
            for (String vmid : finished) {
                archives(scope.node(), how.storage().get(), Vmid.parse(vmid)).stream()
                        .filter(archive -> !archive.at().isBefore(begun.minus(SKEW)))
                        .max(Comparator.comparing(Archive::at))
                        .ifPresent(archive -> archives.add(archive.volume()));
            }
        }
        return Deed.changed(
                        "backed up " + scope.words() + (archives.isEmpty() ? "" : " as " + String.join(", ", archives)))
                .with("archives", archives);
    }

    private static Optional<String> group(Pattern pattern, String line) {
        Matcher m = pattern.matcher(line);
        return m.matches() ? Optional.of(m.group(1)) : Optional.empty();
    }

    /* The last lines alone are not enough where one UPID is about many guests. */
    private List<String> log(TaskEnd end) throws PveException, InterruptedException {
        return acting.api().get(end.upid().path().and("log"), Map.of("limit", 0)).list().stream()
                .map(line -> line.text("t", ""))
                .toList();
    }

    private static ActException failure(Scope scope, TaskEnd end, Map<String, String> failed, List<String> finished) {
        if (failed.isEmpty()) {
            return Insisting.failure("backup of " + scope.words(), end);
        }
        String each = failed.entrySet().stream()
                .map(one -> one.getKey() + ": " + one.getValue())
                .collect(Collectors.joining("; "));
        String rest = finished.isEmpty() ? "" : "; backed up: " + String.join(", ", finished);
        return new ActException(
                "the backup of " + scope.words() + " failed for " + each + rest + " (" + end.upid() + ")");
    }
}
