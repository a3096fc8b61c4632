package dev.steward.runner.git;

import java.time.Instant;

/**
 * A commit.
 *
 * @param commit its id, 40 hex digits
 * @param author as it names itself
 * @param subject its first line
 * @param at when it was committed, as it says
 */
public record Revision(String commit, String author, String subject, Instant at) {

    /** As people write it. */
    public String brief() {
        return brief(commit);
    }

    /** An id as people write it. */
    public static String brief(String commit) {
        return commit.length() <= 7 ? commit : commit.substring(0, 7);
    }
}
