package dev.steward.runner.follow;

import dev.steward.runner.config.follow.FollowNames;
import java.util.ArrayList;
import java.util.List;

/**
 * Which lines of files.
 *
 * @param files absolute paths, at least one; live, one that is not there yet is waited for
 * @param limit how many of the last lines of each, 1 to {@link JournalAsk#MOST}
 * @param live whether to go on with what comes
 */
public record TailAsk(List<String> files, int limit, boolean live) {

    public TailAsk {
        files = List.copyOf(files);
    }

    /** Refuses what makes no sense, all of it at once. */
    public void check() throws FollowException {
        List<String> problems = new ArrayList<>();
        if (files.isEmpty()) {
            problems.add("files is empty; expected at least one such as /var/log/syslog");
        }
        for (int i = 0; i < files.size(); i++) {
            String place = "files[" + i + "] '" + FollowNames.shown(files.get(i)) + "' ";
            FollowNames.file(files.get(i)).ifPresent(wrong -> problems.add(place + wrong));
        }
        JournalAsk.limit(limit, problems);
        JournalAsk.refuse(problems);
    }
}
