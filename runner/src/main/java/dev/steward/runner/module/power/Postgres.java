package dev.steward.runner.module.power;

import dev.steward.dsl.catalog.Param.Type;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.ModuleInfo.Returns;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Positional;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.TaskModule;
import dev.steward.runner.module.script.Answer;
import dev.steward.runner.module.script.Script;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code postgres}: by pg_ctl, by Debian's clusters, or by its service; verified by pg_isready where the host has it. */
@ModuleInfo(
        name = "postgres",
        doc =
                "Stops or starts PostgreSQL and verifies it by pg_isready: a server by its data folder (pg_ctl, as the folder's owner), a"
                        + " cluster of Debian's by version and name, or a service. Says nothing: all clusters of the host.",
        check = ModuleInfo.CheckMode.SIMULATES,
        returns = {@Returns(name = "instances", type = Type.LIST, doc = "The servers it was about, in words.")})
public final class Postgres implements TaskModule<Postgres.Args> {

    private static final Duration USUAL = Duration.ofSeconds(60);

    /** What it takes. */
    public record Args(
            @Positional @Doc("stopped or started.") State state,
            @Doc("The server's data folder, as /var/lib/postgresql/data.") Optional<String> data,
            @Doc("A cluster of Debian's, as 15/main.") Optional<String> cluster,
            @Doc("The service that runs it, as postgresql-16.") Optional<String> service,
            @Doc(
                            "How it stops: fast ends sessions (unless said), smart waits for them, immediate leaves recovery to the next start.")
                    Optional<Mode> mode,
            @Doc("How long it may take; 60.seconds unless said.") Optional<Duration> timeout,
            @Doc("Whether it is stopped immediately where it did not stop within the timeout.") boolean force,
            @Doc("With data: where the started server's first words go, a file of the data's owner.")
                    Optional<String> log) {}

    /** What it shall be. */
    public enum State {
        STOPPED,
        STARTED
    }

    /** How it stops (pg_ctl). */
    public enum Mode {
        FAST,
        SMART,
        IMMEDIATE
    }

    private final Script script = Script.named("unit", "postgres");

    @Override
    public Class<Args> args() {
        return Args.class;
    }

    @Override
    public Outcome run(Args args, Target target) throws ConnectionException, InterruptedException {
        long said = Stream.of(args.data(), args.cluster(), args.service())
                .filter(Optional::isPresent)
                .count();
        if (said > 1) {
            return Outcome.failed("'postgres' takes one of data, cluster and service, not several");
        }
        Duration limit = args.timeout().orElse(USUAL);
        String state = args.state().name().toLowerCase(Locale.ROOT);
        List<String> arguments = List.of(
                state,
                args.data().orElse(""),
                args.cluster().orElse(""),
                args.service().orElse(""),
                args.mode().orElse(Mode.FAST).name().toLowerCase(Locale.ROOT),
                Did.seconds(limit),
                Did.flag(args.force()),
                args.log().orElse(""),
                Did.flag(target.check()));
        // asked to stop, perhaps forced, and waited for; Debian's clusters one after the other
        Duration whole = limit.multipliedBy(said == 0 ? 10 : 3);
        Answer answer = Did.ask(script, target, whole, Map.of(), arguments);
        return Did.outcome(answer, "PostgreSQL is " + state + " already").with("instances", answer.texts("instance"));
    }
}
