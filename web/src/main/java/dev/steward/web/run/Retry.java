package dev.steward.web.run;

import dev.steward.runner.app.Runs;
import dev.steward.runner.resume.Decided;
import dev.steward.web.http.Refused;
import java.util.LinkedHashMap;
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
        if (hosts.keySet().stream().anyMatch(String::isBlank)) {
            // it would hold for every host
            throw Refused.bad(
                    "'hosts' has a word for a host without a name; what holds for all others is 'unfinished'.");
        }
        Map<String, String> words = new LinkedHashMap<>(hosts);
        others.ifPresent(word -> words.put(Decided.OTHERS, word));
        try {
            return new Runs.Resume(Decided.of(words), Optional.empty(), Optional.empty(), by);
        } catch (IllegalArgumentException e) {
            throw Refused.bad(e.getMessage());
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
