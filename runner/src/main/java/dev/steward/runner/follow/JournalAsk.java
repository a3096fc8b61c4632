package dev.steward.runner.follow;

import dev.steward.runner.config.follow.FollowNames;
import dev.steward.runner.follow.FollowException.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Which lines of a journal.
 *
 * @param services units; none: the whole journal
 * @param limit how many of the last lines, 1 to {@link #MOST}
 * @param live whether to go on with what comes
 */
public record JournalAsk(List<String> services, int limit, boolean live) {

    /** The highest limit. */
    public static final int MOST = 1000;

    /** The limit where nothing is said. */
    public static final int USUAL = 100;

    public JournalAsk {
        services = List.copyOf(services);
    }

    /** Refuses what makes no sense, all of it at once. */
    public void check() throws FollowException {
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < services.size(); i++) {
            String place = "services[" + i + "] '" + FollowNames.shown(services.get(i)) + "' ";
            FollowNames.service(services.get(i)).ifPresent(wrong -> problems.add(place + wrong));
        }
        limit(limit, problems);
        refuse(problems);
    }

    static void limit(int limit, List<String> problems) {
        if (limit < 1 || limit > MOST) {
            problems.add("limit is " + limit + "; expected 1 to " + MOST);
        }
    }

    static void refuse(List<String> problems) throws FollowException {
        if (!problems.isEmpty()) {
            throw new FollowException(Kind.BAD, problems);
        }
    }
}
