package dev.steward.runner.proxmox.task;

import dev.steward.runner.proxmox.PveApi;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.Upid;
import dev.steward.runner.proxmox.task.TaskEnd.Result;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One UPID on its way to its end. */
final class Following {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration IN_TROUBLE = Duration.ofSeconds(5);
    private static final Duration TO_CANCEL = Duration.ofSeconds(30);
    private static final String NO_WORD = "unexpected status";
    private static final Pattern WARNINGS = Pattern.compile("WARNINGS: (\\d{1,9})");

    private static final Pattern INTERRUPTED = Pattern.compile("interrupted by signal|received interrupt");

    private final PveApi api;
    private final Upid upid;
    private final Time time;
    private final TaskWatcher watcher;
    private final TaskLog log;
    private boolean cancelled;
    private String trouble = "";

    Following(PveApi api, Upid upid, TaskWatcher watcher, Time time) {
        this.api = api;
        this.upid = upid;
        this.time = time;
        this.watcher = watcher;
        this.log = new TaskLog(api, upid, watcher);
    }

    TaskEnd toEnd(TaskBudget budget) throws PveException, InterruptedException {
        Optional<TaskEnd> end = within(budget.limit());
        if (end.isEmpty() && budget.atEnd() == TaskBudget.AtEnd.CANCEL) {
            cancel();
            end = within(TO_CANCEL);
        }
        return end.orElseGet(() -> trouble.isEmpty()
                ? end(Result.RUNNING, 0, "it still ran after " + budget.limit().toSeconds() + " s")
                : end(Result.LOST, 0, trouble));
    }

    private void cancel() throws InterruptedException {
        cancelled = true;
        try {
            api.delete(upid.path(), Map.of());
        } catch (PveException e) {
            trouble(e);
        }
    }

    /** Polls until it is over, at least a second apart; empty: the time was up. */
    private Optional<TaskEnd> within(Duration limit) throws PveException, InterruptedException {
        long start = time.nanos();
        for (int poll = 0; ; poll++) {
            Optional<String> exit = exitStatus();
            if (exit.isPresent()) {
                return Optional.of(over(exit.get()));
            }
            if (time.nanos() - start >= limit.toNanos()) {
                return Optional.empty();
            }
            time.sleep(trouble.isEmpty() ? pause(poll) : IN_TROUBLE);
        }
    }

    private static Duration pause(int poll) {
        return SHORTEST.multipliedBy(poll < 10 ? 1 : poll < 30 ? 2 : 5);
    }

    /** Its exit status, with the new lines of its log shown; empty: it runs, or nobody knows. */
    private Optional<String> exitStatus() throws PveException, InterruptedException {
        try {
            PveFields status = status();
            trouble = "";
            boolean stopped = status.text("status", "").equals("stopped");
            if (stopped && status.text("exitstatus", NO_WORD).equals(NO_WORD)) {
                // for a moment after its end the last line of the log is not written yet
                time.sleep(SHORTEST);
                status = status();
            }
            log.show();
            return stopped ? Optional.of(status.text("exitstatus", NO_WORD)) : Optional.empty();
        } catch (PveException e) {
            switch (e.kind()) {
                case UNREACHABLE, TIMEOUT, MALFORMED, SERVER, BUSY, STATE, NO_QUORUM -> trouble(e);
                case MISSING -> {
                    return Optional.of("PVE knows this UPID no more: " + e.reason());
                }
                default -> throw e;
            }
            return Optional.empty();
        }
    }

    private PveFields status() throws PveException, InterruptedException {
        return api.get(upid.path().and("status"), Map.of()).fields();
    }

    private void trouble(PveException e) {
        trouble = e.getMessage();
        watcher.trouble(trouble);
    }

    private TaskEnd over(String exitStatus) {
        Matcher warnings = WARNINGS.matcher(exitStatus);
        if (exitStatus.equals("OK")) {
            return end(Result.OK, 0, exitStatus);
        }
        if (warnings.matches()) {
            return end(Result.WARNINGS, Integer.parseInt(warnings.group(1)), exitStatus);
        }
        if (cancelled || INTERRUPTED.matcher(exitStatus).find()) {
            return end(Result.CANCELLED, 0, exitStatus);
        }
        boolean noWord = exitStatus.equals(NO_WORD) || exitStatus.startsWith("PVE knows");
        return end(noWord ? Result.UNKNOWN : Result.FAILED, 0, exitStatus.strip());
    }

    private TaskEnd end(Result result, int warnings, String exitStatus) {
        return new TaskEnd(upid, result, warnings, exitStatus, log.tail());
    }
}
