package dev.steward.runner.app.git;

import dev.steward.runner.git.Revision;
import dev.steward.runner.notice.Notice;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What people are told of the repository: once when something is wrong, once when it is over. */
final class GitNotices {

    private final String url;
    private final Consumer<Notice> out;

    GitNotices(String url, Consumer<Notice> out) {
        this.url = url;
        this.out = out;
    }

    void refused(String commit, String kept, List<String> problems, Instant now) {
        tell(
                "refused-" + commit + "-" + problems.hashCode(),
                Notice.Kind.GIT_REFUSED,
                Notice.Severity.ERROR,
                "Revision " + Revision.brief(commit) + " does not check; " + stays(kept),
                problems,
                now);
    }

    void unreachable(String kept, List<String> problems, Instant now) {
        tell(
                "lost-" + now,
                Notice.Kind.GIT_REFUSED,
                Notice.Severity.WARNING,
                "The git server could not be read three times; " + stays(kept),
                problems,
                now);
    }

    void rewritten(String old, String commit, Instant now) {
        tell(
                "rewritten-" + old + "-" + commit,
                Notice.Kind.GIT_REWRITTEN,
                Notice.Severity.WARNING,
                "The history of the git repository was rewritten: " + Revision.brief(old) + " is no longer part of it; "
                        + Revision.brief(commit) + " is in effect",
                List.of(
                        "Somebody pushed with force, or the branch was made anew. Runs keep the commit they were made from."),
                now);
    }

    void over(String commit, Instant now) {
        tell(
                "well-" + now,
                Notice.Kind.GIT_RESTORED,
                Notice.Severity.INFO,
                "The git repository is well again: " + Revision.brief(commit) + " is in effect",
                List.of(),
                now);
    }

    private static String stays(String kept) {
        return kept.isEmpty() ? "there is none yet" : Revision.brief(kept) + " stays in effect";
    }

    private void tell(
            String key, Notice.Kind kind, Notice.Severity severity, String title, List<String> lines, Instant now) {
        String text = url + "\n\n" + String.join("\n", lines)
                + "\n\nsteward git status    shows it; 'steward git sync' tries again\n";
        out.accept(
                new Notice("git-" + key, kind, severity, "git", title, text, Optional.empty(), now, Optional.empty()));
    }
}
