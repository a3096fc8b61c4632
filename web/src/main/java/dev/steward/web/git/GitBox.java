package dev.steward.web.git;

import dev.steward.runner.app.git.GitStatus;
import dev.steward.web.format.Times;
import dev.steward.web.format.When;
import java.util.List;
import java.util.Optional;

/**
 * What pages say of the repository.
 *
 * @param good whether all is well
 * @param words one sentence
 * @param problems of a revision that is not used, or of its server
 * @param repository where it is, and which branch
 * @param commit in effect, in short; perhaps empty
 * @param subject of it
 * @param since when it is in effect
 * @param asked when the server was asked last
 * @param rewritten a word on a history that was rewritten
 */
public record GitBox(
        boolean good,
        String words,
        List<String> problems,
        String repository,
        String commit,
        String subject,
        Optional<When> since,
        Optional<When> asked,
        Optional<String> rewritten) {

    /** Of a status. */
    public static GitBox of(GitStatus status, Times times) {
        return new GitBox(
                status.trouble().isEmpty(),
                status.sentence(),
                status.trouble(),
                status.url() + " " + status.ref(),
                status.brief(),
                status.subject(),
                status.since().map(times::when),
                status.tried().map(times::when),
                status.rewritten()
                        .map(old -> "The branch's history was rewritten: " + old.substring(0, 7)
                                + ", which was in effect before, is no longer part of it."));
    }
}
