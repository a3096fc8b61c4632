package dev.steward.web.run;

import dev.steward.runner.app.Runs;
import dev.steward.runner.resume.Decided;
import dev.steward.runner.resume.Unfinished;
import dev.steward.web.http.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How pages and API say from which text a run is repeated. */
public final class Retry {

    private Retry() {}

    /**
     * How a run is gone on with.
     *
     * @param others "stop", "again", "skip" or nothing, for the hosts that are not named
     * @param hosts the same of hosts, by name; nothing: as the others
     * @param by who asks
     * @throws Refused 400 for any other word, none, or a host without a name
     */
    public static Runs.Resume resume(Optional<String> others, Map<String, String> hosts, String by) {
        List<String> wrong = new ArrayList<>();
        Map<String, String> words = new LinkedHashMap<>(hosts);
        if (words.keySet().removeIf(String::isBlank)) {
            // it would hold for every host
            wrong.add("'hosts' has a word for a host without a name; what holds for all others is 'unfinished'.");
        }
        others.ifPresent(word -> words.put(Decided.OTHERS, word));
        Decided decided = decided(words, wrong);
        if (!wrong.isEmpty()) {
            throw Refused.bad(String.join(" ", wrong));
        }
        return new Runs.Resume(decided, Optional.empty(), Optional.empty(), by);
    }

    private static Decided decided(Map<String, String> words, List<String> wrong) {
        try {
            return Decided.of(words);
        } catch (IllegalArgumentException e) {
            wrong.add(e.getMessage());
            return new Decided(Unfinished.STOP);
        }
    }

    /**
     * The text that is meant.
     *
     * @param said "recorded", "now" or nothing
     * @throws Refused 400 for any other word
     */
    public static Runs.Text text(Optional<String> said) {
        return switch (said.orElse("")) {
            case "" -> Runs.Text.SAME;
            case "recorded" -> Runs.Text.RECORDED;
            case "now" -> Runs.Text.NOW;
            default -> throw Refused.bad("'text' is 'recorded' or 'now', not '" + said.get() + "'.");
        };
    }
}
