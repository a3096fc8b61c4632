package dev.steward.runner.module.patch;

import dev.steward.runner.connection.Command;
import dev.steward.runner.connection.Command.Limits;
import dev.steward.runner.connection.Connection;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.Output;
import dev.steward.runner.connection.RunAs;
import dev.steward.runner.module.script.Answer;
import dev.steward.runner.patch.Family;
import dev.steward.runner.patch.PatchReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Tries whether the package sources of a host can be read, and changes nothing there: what is loaded goes when that is known. */
public final class SourcesProbe {

    private static final Limits LIMITS = Limits.of(Duration.ofMinutes(2));
    private static final String PATIENCE = "20";

    private final Connection connection;
    private final RunAs root;

    /**
     * A probe.
     *
     * @param root how root is become there
     */
    public SourcesProbe(Connection connection, RunAs root) {
        this.connection = connection;
        this.root = root;
    }

    /**
     * What it found.
     *
     * @param system as the host says of itself, for people
     * @param trouble why its sources cannot be read; empty: they can
     */
    public record Seen(String system, Optional<String> trouble) {}

    /**
     * Tries.
     *
     * @param wish the family an operator has set; empty: found by what the host says
     */
    public Seen look(Optional<Family> wish) throws ConnectionException, InterruptedException {
        Scripts scripts = new Scripts();
        Answer look = ask(scripts.looking(true));
        Choice choice = Choice.of(wish, Choice.os(look), Optional.empty());
        if (look.failure().isPresent() || choice.family().isEmpty()) {
            return new Seen(choice.os().words(), look.failure().or(() -> Optional.of(choice.refusal())));
        }
        PatchReport.System system = new PatchReport.System(choice.family().get(), choice.os());
        Answer answer = ask(scripts.doing(system, "index", List.of("1", PATIENCE, "0", "0")));
        return new Seen(choice.os().words(), answer.failure().map(why -> Tool.of(system.family())
                .failure(answer, Long.parseLong(PATIENCE))));
    }

    private Answer ask(Command command) throws ConnectionException, InterruptedException {
        return Answer.of(connection.run(command.as(root).within(LIMITS), Output.NONE));
    }
}
