package dev.steward.runner.module.power;

import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Positional;
import dev.steward.runner.module.Sensitive;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.TaskModule;
import dev.steward.runner.module.script.Script;
import java.time.Duration;
import java.util.Optional;

/** {@code redis}: Redis and Valkey: saved first, then stopped by their service, or by SHUTDOWN SAVE where none runs. */
@ModuleInfo(
        name = "redis",
        doc =
                "Saves, stops or starts Redis or Valkey and verifies it. To stop it, its data are saved (BGSAVE) and believed saved, then its"
                        + " service is stopped, or the server by SHUTDOWN SAVE. The password never stands in an argv.",
        check = ModuleInfo.CheckMode.SIMULATES)
public final class Redis implements TaskModule<Redis.Args> {

    /** What it takes. */
    public record Args(
            @Positional @Doc("saved, stopped or started.") State state,
            @Doc(
                            "The service; the first that the host knows of redis-server, redis, valkey-server and valkey, unless said.")
                    Optional<String> service,
            @Doc("The server's socket on the host.") Optional<String> socket,
            @Doc("Its address, as the host reaches it; 127.0.0.1 unless said.") Optional<String> address,
            @Doc("Its port; 6379 unless said.") Optional<Integer> port,
            @Doc("A user of its access lists; none unless said.") Optional<String> user,
            @Doc("Its password; a secret.") Optional<Sensitive> password,
            @Doc("How long it may take; 120.seconds unless said.") Optional<Duration> timeout) {}

    /** What it shall be. */
    public enum State {
        SAVED,
        STOPPED,
        STARTED
    }

    private final Script script = Script.named("unit", "redis");

    @Override
    public Class<Args> args() {
        return Args.class;
    }

    @Override
    public Outcome run(Args args, Target target) throws ConnectionException, InterruptedException {
        return new Served(
                        args.state(),
                        args.service(),
                        args.socket(),
                        args.address(),
                        args.port(),
                        args.user(),
                        args.timeout())
                .bring(script, target, Did.password("REDISCLI_AUTH", args.password()));
    }
}
