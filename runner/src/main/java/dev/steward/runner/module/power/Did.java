package dev.steward.runner.module.power;

import dev.steward.runner.connection.Command.Limits;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.Output;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Sensitive;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.script.Answer;
import dev.steward.runner.module.script.Script;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Scripts that look first, act once and look again: what they {@code did}, and what {@code failed}, of several things each. */
final class Did {

    /** From a script's own time limits to its end. */
    private static final Duration SLACK = Duration.ofSeconds(30);

    private Did() {}

    /** Asks such a script; what it waits for inside is bounded from outside too. */
    static Answer ask(
            Script script, Target target, Duration inside, Map<String, Object> environment, List<String> arguments)
            throws ConnectionException, InterruptedException {
        return Answer.of(target.watch(
                script.command(arguments).with(environment).within(Limits.of(inside.plus(SLACK))), Output.NONE));
    }

    /**
     * The outcome: changed where it did something.
     *
     * @param nothing what is said where it did nothing
     */
    static Outcome outcome(Answer answer, String nothing) {
        List<String> did = answer.texts("did");
        List<String> failed = answer.texts("failed");
        if (!failed.isEmpty()) {
            String before = did.isEmpty() ? "" : " (before that: " + String.join("; ", did) + ")";
            return Outcome.failed(String.join("; ", failed) + before);
        }
        return did.isEmpty() ? Outcome.ok(nothing) : Outcome.changed(String.join("; ", did));
    }

    /** As the scripts read a flag. */
    static String flag(boolean on) {
        return on ? "1" : "0";
    }

    /** A limit in whole seconds, at least one. */
    static String seconds(Duration limit) {
        return String.valueOf(Math.max(1, limit.toSeconds()));
    }

    /** A password as an environment variable: there it shows in no list of processes. */
    static Map<String, Object> password(String name, Optional<Sensitive> password) {
        return password.<Map<String, Object>>map(given -> Map.of(name, given.secret()))
                .orElse(Map.of());
    }
}
