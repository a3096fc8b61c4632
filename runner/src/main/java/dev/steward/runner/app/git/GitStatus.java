package dev.steward.runner.app.git;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the repository stands.
 *
 * @param url of the server
 * @param ref that is read
 * @param commit in effect; empty: none yet
 * @param subject its first line; perhaps empty
 * @param author of it; perhaps empty
 * @param since when it came into effect
 * @param tried when the server was asked last
 * @param reached when it answered last
 * @param trouble what was wrong at the last try; none: all is well
 * @param refused the commit that is not used for that; empty: the trouble is another
 * @param rewritten the commit that was in effect before, where the branch's history was rewritten without it
 */
public record GitStatus(
        String url,
        String ref,
        Optional<String> commit,
        String subject,
        String author,
        Optional<Instant> since,
        Optional<Instant> tried,
        Optional<Instant> reached,
        List<String> trouble,
        Optional<String> refused,
        Optional<String> rewritten) {

    /** One sentence. */
    public String sentence() {
        String effect = commit.map(id -> "the revision in effect stays " + brief(id))
                .orElse("there is no revision yet, and so no playbooks");
        if (refused.isPresent()) {
            return "Revision " + brief(refused.get()) + " of " + ref + " does not check: " + effect;
        }
        if (!trouble.isEmpty()) {
            return "The git server could not be read: " + effect;
        }
        return commit.map(id -> "Revision " + brief(id) + " of " + ref + " is in effect")
                .orElse("The git server was not asked yet");
    }

    /** Whether everything is as it should be. */
    public boolean good() {
        return trouble.isEmpty() && commit.isPresent();
    }

    /** The commit in effect as people write it; perhaps empty. */
    public String brief() {
        return commit.map(GitStatus::brief).orElse("");
    }

    private static String brief(String id) {
        return id.substring(0, Math.min(7, id.length()));
    }

    /** As plain data. */
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("configured", true);
        facts.put("url", url);
        facts.put("ref", ref);
        facts.put("commit", commit.orElse(null));
        facts.put("subject", subject);
        facts.put("author", author);
        facts.put("since", since.map(Instant::toString).orElse(null));
        facts.put("tried", tried.map(Instant::toString).orElse(null));
        facts.put("reached", reached.map(Instant::toString).orElse(null));
        facts.put("good", good());
        facts.put("summary", sentence());
        facts.put("problems", trouble);
        facts.put("refused", refused.orElse(null));
        facts.put("rewritten", rewritten.orElse(null));
        return facts;
    }
}
