package dev.steward.runner.resume;

import dev.steward.runner.engine.part.StepBook.Known;
import dev.steward.runner.event.Status;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the journal says of one step on one host. Not thread-safe. */
final class Past {

    /** So ends what is said of a step that was under way where a person decided to skip it. */
    static final String TAKEN = "; it is taken as done, as was asked";

    private final Deque<Known.Kept> done = new ArrayDeque<>();
    private final Map<Integer, Item> items = new HashMap<>();
    private Open open;
    private Failed failed;

    /**
     * A try that has no end in the journal.
     *
     * @param run that began it
     * @param at when
     * @param name as it was shown
     * @param changing whether it may change the host
     * @param mark of its work on the host
     * @param again whether a try before had not come to an end that holds
     */
    record Open(long run, Instant at, String name, boolean changing, String mark, boolean again) {}

    /**
     * A try that counts for nothing any more.
     *
     * @param run that made it
     * @param why in the words "it failed: …"
     */
    record Failed(long run, String why) {}

    /**
     * An item of a loop that has an end.
     *
     * @param run that did it
     * @param label in short
     * @param data where it was kept
     */
    record Item(long run, String label, Status status, String message, Optional<Map<String, Object>> data) {

        private boolean well() {
            return status == Status.OK || status == Status.CHANGED;
        }
    }

    Deque<Known.Kept> done() {
        return done;
    }

    Map<Integer, Item> items() {
        return items;
    }

    Optional<Open> open() {
        return Optional.ofNullable(open);
    }

    Optional<Failed> failed() {
        return Optional.ofNullable(failed);
    }

    /** Whether anything is known that was not asked for yet. */
    boolean any() {
        return !done.isEmpty() || open != null || failed != null;
    }

    /** Whether something is known of it that holds in a run though its host was not there any more when it was to be done, or gone on with. */
    boolean begun(long run) {
        return failed != null
                || open != null
                        && (open.run() != run
                                || open.again()
                                || items.values().stream().anyMatch(Item::well));
    }

    /** Whether its host was left out by what comes next of it. */
    boolean leftOut() {
        return !done.isEmpty() && done.peek().left();
    }

    /** Whether any of it was done, or is taken as done, or nobody knows. */
    boolean perhapsDone() {
        if (!done.isEmpty()) {
            Known.Done what = done.peek().done();
            return what.status() != Status.SKIPPED || what.message().endsWith(TAKEN);
        }
        return open != null && open.changing() || items.values().stream().anyMatch(Item::well);
    }

    /** A try begins. */
    void begins(long run, Instant at, String name, boolean changing) {
        String mark = failed != null ? "-r" + run : open != null ? open.mark() : "";
        if (failed == null && open == null) {
            items.clear();
        }
        open = new Open(run, at, name, changing, mark, failed != null || open != null);
        failed = null;
    }

    /** It ended, and is not done again. */
    void settled(Known.Kept result) {
        done.add(result);
        open = null;
        failed = null;
    }

    /** It ended in a way that is no end. */
    void lapsed(Failed how) {
        failed = how;
        open = null;
    }

    /** What is not settled was asked for: what follows is new. */
    void asked() {
        open = null;
        failed = null;
    }
}
