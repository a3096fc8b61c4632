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

/** {@code mysql}: MySQL and MariaDB, by their service, or by mysqladmin where none runs. */
@ModuleInfo(
        name = "mysql",
        doc =
                "Stops or starts MySQL or MariaDB and verifies it by mysqladmin ping: by its service where one runs, else by mysqladmin"
                        + " shutdown. The password never stands in an argv.",
        check = ModuleInfo.CheckMode.SIMULATES)
public final class Mysql implements TaskModule<Mysql.Args> {

    /** What it takes. */
    public record Args(
            @Positional @Doc("stopped or started.") State state,
            @Doc("The service; the first that the host knows of mariadb, mysql and mysqld, unless said.")
                    Optional<String> service,
            @Doc("The server's socket on the host.") Optional<String> socket,
            @Doc("Its address, as the host reaches it.") Optional<String> address,
            @Doc("Its port.") Optional<Integer> port,
            @Doc("Who may shut it down; the one the task runs as, unless said.") Optional<String> user,
            @Doc("Their password; a secret.") Optional<Sensitive> password,
            @Doc("How long it may take; 120.seconds unless said.") Optional<Duration> timeout) {}

    /** What it shall be. */
    public enum State {
        STOPPED,
        STARTED
    }

    private final Script script = Script.named("unit", "mysql");

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
                .bring(script, target, Did.password("STEWARD_PASSWORD", args.password()));
    }
}
