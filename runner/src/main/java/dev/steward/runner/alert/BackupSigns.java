package dev.steward.runner.alert;

import dev.steward.runner.alert.Sign.Level;
import dev.steward.runner.proxmox.PveApi;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.Vmid;
import dev.steward.runner.proxmox.detail.Details;
import dev.steward.runner.proxmox.detail.PveTask;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.proxmox.estate.View;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the last backup of each guest of a cluster ended, whichever job and node made it: one good backup of another guest ends no
 * trouble, and a guest that moved meanwhile is the same. A job that failed before it came to a guest is told of its node.
 */
final class BackupSigns {

    private static final Duration BACK = Duration.ofDays(8);
    private static final String ITSELF = "backups/";

    private final PveApi api;
    private final Map<String, Outcome> outcomes = new HashMap<>();
    /** When what was read began. */
    private final Map<String, Instant> read = new HashMap<>();

    private record Outcome(Instant start, Optional<String> failure) {}

    private record Job(String node, PveTask task) {}

    BackupSigns(PveApi api) {
        this.api = api;
    }

    /**
     * How they stand.
     *
     * @param open subjects whose trouble is raised, and ends with a good backup
     */
    Looked look(View view, Set<String> open, Instant now) throws PveException, InterruptedException {
        Instant from = now.minus(BACK);
        List<Job> fresh = new ArrayList<>();
        for (Node node : view.nodes().values()) {
            if (node.online()) {
                for (PveTask task : new Details(api).backups(node.name(), from)) {
                    if (!task.word().equals("running") && !read.containsKey(task.upid())) {
                        fresh.add(new Job(node.name(), task));
                    }
                }
            }
        }
        fresh.sort(Comparator.comparing(job -> job.task().start()));
        for (Job job : fresh) {
            take(job, view, open);
            read.put(job.task().upid(), job.task().start());
        }
        forget(view, from);
        return signs(view, open);
    }

    /** What the cluster does not tell any more: tasks of long ago, and how it went with what is gone since. */
    private void forget(View view, Instant from) {
        read.values().removeIf(start -> start.isBefore(from));
        outcomes.entrySet()
                .removeIf(one -> one.getValue().start().isBefore(from)
                        && name(view, one.getKey()).isEmpty());
    }

    private void take(Job job, View view, Set<String> open) throws PveException, InterruptedException {
        PveTask task = job.task();
        boolean good = task.word().equals("ok");
        Optional<Guest> one = task.id().matches("\\d+") ? guest(view, Integer.parseInt(task.id())) : Optional.empty();
        if (good && one.isPresent()) {
            note(one.get().id(), task, Optional.empty());
            return;
        }
        String itself = ITSELF + job.node();
        boolean troubled = !open.isEmpty()
                || outcomes.values().stream().anyMatch(known -> known.failure().isPresent());
        if (good && !troubled) {
            return;
        }
        JobLog log = JobLog.of(log(job));
        log.good().forEach(vmid -> guest(view, vmid).ifPresent(guest -> note(guest.id(), task, Optional.empty())));
        log.failed()
                .forEach((vmid, why) -> guest(view, vmid).ifPresent(guest -> note(guest.id(), task, Optional.of(why))));
        if (good || log.failed().isEmpty()) {
            Optional<String> why =
                    good ? Optional.empty() : Optional.of(task.status().orElse("it failed"));
            note(one.map(Guest::id).orElse(itself), task, why);
        }
    }

    private void note(String subject, PveTask task, Optional<String> failure) {
        Outcome known = outcomes.get(subject);
        if (known == null || !task.start().isBefore(known.start())) {
            outcomes.put(subject, new Outcome(task.start(), failure));
        }
    }

    private static Optional<Guest> guest(View view, int vmid) {
        return Vmid.find(Integer.toString(vmid)).flatMap(view::guest);
    }

    private List<String> log(Job job) throws PveException, InterruptedException {
        // 0 stands for the whole of it
        return api
                .get(PvePath.of("nodes", job.node(), "tasks", job.task().upid(), "log"), Map.of("limit", 0))
                .list()
                .stream()
                .map(line -> line.text("t", ""))
                .toList();
    }

    private Looked signs(View view, Set<String> open) {
        String cluster = view.cluster().name();
        List<Sign> signs = new ArrayList<>();
        outcomes.forEach((subject, outcome) -> {
            Optional<String> name = name(view, subject);
            name.ifPresent(words -> signs.add(sign(cluster, subject, words, outcome)));
        });
        Set<String> gone = new HashSet<>();
        open.stream()
                .filter(subject -> name(view, subject).isEmpty())
                .forEach(subject -> gone.add(Sign.identity(AlertKind.BACKUP, cluster, subject)));
        return new Looked(signs, gone);
    }

    private static Optional<String> name(View view, String subject) {
        if (subject.startsWith(ITSELF)) {
            String node = subject.substring(ITSELF.length());
            return Optional.ofNullable(view.nodes().get(node)).map(there -> "a job on node " + node);
        }
        return Optional.ofNullable(view.guests().get(subject)).map(Guest::words);
    }

    private static Sign sign(String cluster, String subject, String words, Outcome outcome) {
        Level level = outcome.failure().isPresent() ? Level.BAD : Level.GOOD;
        String title = level == Level.BAD
                ? "Backup failed: " + words + ": " + outcome.failure().get()
                : "Backup went well again: " + words;
        return new Sign(AlertKind.BACKUP, cluster, subject, level, title, "");
    }
}
