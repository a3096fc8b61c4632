package dev.steward.web.run;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A UPID as a child row of its task.
 *
 * @param upid itself
 * @param what in short, as {@code vzstart 101 on pve2}
 * @param action in words
 * @param step of its task
 * @param host of its task
 * @param word for its status: running, or how it ended
 * @param told PVE's words where it did not end well; may be empty
 * @param took from its start; until now where it runs
 * @param percent how far it is, where its log tells it
 * @param page where PVE's own pages show what it is about
 * @param safe whether ending it leaves nothing half done
 * @param tail the last lines of its log
 */
public record UpidLine(
        String upid,
        String what,
        String action,
        String step,
        String host,
        String word,
        String told,
        String took,
        OptionalInt percent,
        Optional<String> page,
        boolean safe,
        List<String> tail) {

    public UpidLine {
        tail = List.copyOf(tail);
    }

    /** Whether it still runs, as far as is known. */
    public boolean running() {
        return word.equals("running");
    }
}
