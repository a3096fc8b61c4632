package dev.steward.runner.app.approve;

import dev.steward.runner.event.Diff;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.store.RunQueries;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run in check mode says of reality: for every task and host what would come of it, and of a change its words and
 * texts. What it says of how long something took, or why it could not be looked at, does not count.
 */
final class Said {

    /** How the word for a change begins; a digest of it follows. */
    static final String CHANGE = "would change";

    private Said() {}

    static Map<String, String> of(RunQueries queries, long run) {
        Map<String, String> names = new HashMap<>();
        Map<String, String> said = new TreeMap<>();
        queries.eachEvent(run, event -> {
            if (event.event() instanceof RunEvent.TaskStarted task) {
                names.put(task.step(), task.name());
            } else if (event.event() instanceof RunEvent.TaskFinished end) {
                String task = names.getOrDefault(end.step(), end.step());
                said.put("check of " + end.host() + ", task '" + task + "' (" + end.step() + ")", word(end));
            } else if (event.event() instanceof RunEvent.HostLeft left && !left.reached()) {
                said.put("check of " + left.host(), "not reached");
            }
        });
        return said;
    }

    private static String word(RunEvent.TaskFinished end) {
        if (!end.changed()) {
            return end.status().word();
        }
        StringBuilder all = new StringBuilder(end.message());
        for (Diff diff : end.diffs()) {
            all.append('\n')
                    .append(diff.name())
                    .append('\n')
                    .append(diff.before())
                    .append('\n')
                    .append(diff.after());
        }
        String digest = Marks.digest(all.toString().getBytes(StandardCharsets.UTF_8));
        return CHANGE + " (" + digest.substring(1) + ")";
    }
}
