package dev.steward.runner.module.power;

import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.script.Answer;
import dev.steward.runner.module.script.Script;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A database server as a task names it: its script takes these in this order, then the seconds and whether it is only a check.
 *
 * @param state what it shall be
 * @param service that runs it
 * @param socket on the host
 * @param address as the host reaches it
 * @param port of that address
 * @param user who may stop it
 * @param timeout how long that may take; 120 s unless said
 */
record Served(
        Enum<?> state,
        Optional<String> service,
        Optional<String> socket,
        Optional<String> address,
        Optional<Integer> port,
        Optional<String> user,
        Optional<Duration> timeout) {

    private static final Duration USUAL = Duration.ofSeconds(120);

    /** Has its script bring it there. */
    Outcome bring(Script script, Target target, Map<String, Object> password)
            throws ConnectionException, InterruptedException {
        Duration limit = timeout.orElse(USUAL);
        String wanted = state.name().toLowerCase(Locale.ROOT);
        List<String> arguments = List.of(
                wanted,
                service.orElse(""),
                socket.orElse(""),
                address.orElse(""),
                port.map(String::valueOf).orElse(""),
                user.orElse(""),
                Did.seconds(limit),
                Did.flag(target.check()));
        Answer answer = Did.ask(script, target, limit.multipliedBy(2), password, arguments);
        return Did.outcome(answer, answer.text("instance") + " is " + wanted + " already");
    }
}
