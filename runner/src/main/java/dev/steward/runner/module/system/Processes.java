package dev.steward.runner.module.system;

import dev.steward.runner.connection.Command;
import dev.steward.runner.connection.Command.Limits;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.Result;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.script.Answer;
import dev.steward.runner.module.script.Script;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What command, shell and script have in common: when not to run, how to run, what to tell. */
final class Processes {

    private static final int KEPT = 1 << 20;
    private static final Script EXISTS = Script.named("exists");

    private Processes() {}

    /**
     * When and how something runs.
     *
     * @param chdir the folder to run in
     * @param creates a path (shell pattern) whose existence makes running needless
     * @param removes a path (shell pattern) whose absence makes running needless
     * @param stdin what it reads
     */
    record How(Optional<String> chdir, Optional<String> creates, Optional<String> removes, Optional<String> stdin) {}

    static Outcome run(Command command, How how, Target target) throws ConnectionException, InterruptedException {
        Optional<Outcome> needless = needless(how, target);
        if (needless.isPresent()) {
            return needless.get();
        }
        if (target.check()) {
            return Outcome.skipped("check mode: would run; what a command changes cannot be known before");
        }
        Command full = command.within(new Limits(Optional.empty(), Optional.empty(), KEPT));
        if (how.chdir().isPresent()) {
            full = full.in(how.chdir().get());
        }
        if (how.stdin().isPresent()) {
            full = full.reading(how.stdin().get().getBytes(StandardCharsets.UTF_8));
        }
        return told(target.run(full), target.usualLimit());
    }

    private static Optional<Outcome> needless(How how, Target target) throws ConnectionException, InterruptedException {
        if (how.creates().isEmpty() && how.removes().isEmpty()) {
            return Optional.empty();
        }
        Answer answer = EXISTS.ask(
                target,
                how.chdir().orElse(""),
                how.creates().orElse(""),
                how.removes().orElse(""));
        if (answer.failure().isPresent()) {
            return Optional.of(Outcome.failed(answer.failure().get()));
        }
        return answer.has("needless") ? Optional.of(Outcome.ok(answer.text("needless"))) : Optional.empty();
    }

    static Outcome told(Result result, Optional<Duration> usualLimit) {
        String out = chomp(result.out());
        String err = chomp(result.err());
        String took = result.took().toMillis() / 1000.0 + " s";
        Outcome outcome =
                switch (result.end()) {
                    case EXITED ->
                        result.exit() == 0
                                ? Outcome.changed("exit 0")
                                : Outcome.failed("exit " + result.exit() + reason(err, out));
                    case SIGNALLED -> Outcome.failed("ended by signal " + (result.exit() - 128) + reason(err, out));
                    case TIMED_OUT -> Outcome.failed(late(took, usualLimit, reason(err, out)));
                    case IDLE -> Outcome.failed("gave no output for too long and was killed" + reason(err, out));
                };
        return outcome.with("rc", result.exit())
                .with("stdout", out)
                .with("stderr", err)
                .with("lines", out.isEmpty() ? List.of() : out.lines().toList())
                .with("cut", result.cut());
    }

    private static String late(String took, Optional<Duration> usualLimit, String reason) {
        return usualLimit
                .map(limit -> "no end within " + seconds(limit)
                        + ", the limit for a command without its own; killed; say `timeout 10.minutes` in the task"
                        + (reason.isEmpty() ? "" : " (last line" + reason + ")"))
                .orElse("timed out after " + took + " and was killed" + reason);
    }

    private static String seconds(Duration limit) {
        return BigDecimal.valueOf(limit.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
    }

    private static String chomp(String text) {
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    private static String reason(String err, String out) {
        String text = err.isBlank() ? out.strip() : err.strip();
        String last = text.substring(text.lastIndexOf('\n') + 1).strip();
        return last.isEmpty() ? "" : ": " + (last.length() > 300 ? last.substring(0, 297) + "…" : last);
    }
}
