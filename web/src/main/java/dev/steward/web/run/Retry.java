package dev.steward.web.run;

import dev.steward.runner.app.Runs;
import dev.steward.runner.resume.Unfinished;
import dev.steward.web.http.Refused;
import java.util.Optional;

/** How pages and API say from which text a run is repeated. */
public final class Retry {

    private Retry() {}

    /**
     * How a run is gone on with.
     *
     * @param unfinished "stop", "again", "skip" or nothing
     * @param by who asks
     * @throws Refused 400 for any other word
     */
    public static Runs.Resume resume(Optional<String> unfinished, String by) {
        String word = unfinished.filter(said -> !said.isEmpty()).orElse("stop");
        Unfinished what = Unfinished.of(word)
                .orElseThrow(() -> Refused.bad("'unfinished' is 'stop', 'again' or 'skip', not '" + word + "'."));
        return new Runs.Resume(what, Optional.empty(), Optional.empty(), by);
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
