package dev.steward.runner.engine.value;

import dev.steward.runner.engine.part.Words;
import dev.steward.runner.event.Diff;
import dev.steward.runner.event.Status;
import dev.steward.runner.module.Outcome;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of a task or an item on one host.
 *
 * @param status in one word
 * @param changed whether something was changed; a command that ran counts as a change, also where it failed
 * @param message one line
 * @param data the module's own properties
 * @param diffs what changed
 * @param attempts tries made
 * @param over whether no further try helps: the host is gone, time is up, the run was cancelled
 */
public record Tried(
        Status status,
        boolean changed,
        String message,
        Map<String, Object> data,
        List<Diff> diffs,
        int attempts,
        boolean over) {

    /** What a module said. */
    public static Tried of(Outcome outcome) {
        Status status =
                switch (outcome.result()) {
                    case OK -> Status.OK;
                    case CHANGED -> Status.CHANGED;
                    case SKIPPED -> Status.SKIPPED;
                    case FAILED -> Status.FAILED;
                };
        boolean ran = status == Status.FAILED && outcome.data().containsKey("rc");
        return new Tried(
                status, status == Status.CHANGED || ran, outcome.message(), outcome.data(), outcome.diffs(), 1, false);
    }

    /** It was not tried. */
    public static Tried skipped(String reason) {
        return new Tried(Status.SKIPPED, false, reason, Map.of(), List.of(), 0, true);
    }

    /** It failed before or beside its module. */
    public static Tried failed(String reason) {
        return new Tried(Status.FAILED, false, reason, Map.of(), List.of(), 0, true);
    }

    /**
     * Its host could not be reached.
     *
     * @param data what else is known of it
     */
    public static Tried unreachable(String reason, Map<String, Object> data) {
        return new Tried(Status.UNREACHABLE, false, reason, data, List.of(), 0, true);
    }

    /** What a process that died had done of it. */
    public static Tried earlier(Status status, boolean changed, String message, Map<String, Object> data) {
        String words = message.isEmpty()
                ? "done before Steward was started again"
                : message + " (before Steward was" + " started again)";
        return new Tried(status, changed, words, data, List.of(), 1, true);
    }

    /** The same with another result. */
    public Tried as(Status other, String words) {
        return new Tried(other, other == Status.CHANGED, words, data, diffs, attempts, over);
    }

    /** The same as a failure. */
    public Tried failing(boolean changing, String words) {
        return new Tried(Status.FAILED, changing, words, data, diffs, attempts, over);
    }

    /** The same where its host went away before all of it was done. */
    public Tried leaving(String words) {
        return new Tried(Status.SKIPPED, changed, words, data, diffs, attempts, true);
    }

    /** The same after so many tries. */
    public Tried after(int tries) {
        return new Tried(status, changed, message, data, diffs, tries, over);
    }

    /** The same, and no further try helps. */
    public Tried last() {
        return new Tried(status, changed, message, data, diffs, attempts, true);
    }

    /** What {@code register} keeps of it. */
    public Map<String, Object> value(Duration took) {
        return ResultValue.of(status, changed, message, data, attempts, took);
    }

    /** The loop whose items came to this. */
    public static Tried ofItems(List<Tried> items, List<Map<String, Object>> results) {
        long failed = items.stream().filter(t -> t.status() == Status.FAILED).count();
        long changed = items.stream().filter(Tried::changed).count();
        Tried first = items.stream()
                .filter(t -> t.status() == Status.UNREACHABLE)
                .findFirst()
                .or(() -> items.stream()
                        .filter(t -> t.status() == Status.FAILED && Words.brokenOff(t.message()))
                        .findFirst())
                .or(() ->
                        items.stream().filter(t -> t.status() == Status.FAILED).findFirst())
                .orElse(items.get(0));
        boolean skipped = items.stream().allMatch(t -> t.status() == Status.SKIPPED);
        Status status = first.status() == Status.UNREACHABLE || failed > 0 || skipped
                ? first.status()
                : changed > 0 ? Status.CHANGED : Status.OK;
        String message =
                switch (status) {
                    case FAILED -> failed + " of " + items.size() + " items failed: " + first.message();
                    case UNREACHABLE, SKIPPED -> first.message();
                    default -> items.size() + " items, " + changed + " changed";
                };
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("results", results);
        List<Diff> diffs = items.stream().flatMap(t -> t.diffs().stream()).toList();
        int attempts = items.stream().mapToInt(Tried::attempts).max().orElse(0);
        return new Tried(status, changed > 0, message, data, diffs, attempts, true);
    }
}
