package dev.steward.web.main;

import dev.steward.runner.cli.Exit;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.cli.StateDesks;
import dev.steward.runner.cli.print.Screen;
import dev.steward.runner.config.LoadedConfig;
import dev.steward.runner.store.StateDir;
import dev.steward.runner.time.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code steward serve}: the page, the API and the schedules, until it is stopped. */
@Command(
        mixinStandardHelpOptions = true,
        name = "serve",
        description = "Serves the page and the API and fires schedules, until it is stopped.")
final class ServeCommand implements Callable<Integer> {

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration LOOK_ANEW = Duration.ofSeconds(5);

    private final Screen screen;
    private final StateDesks desks;
    private final Map<String, String> environment;
    private final Time time;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration; else $STEWARD_CONFIG, ./steward.yml, /etc/steward/steward.yml.")
    private Path config;

    @Option(names = "--port", paramLabel = "N", description = "Port of the page; else the configured one (8580).")
    private Integer port;

    @Option(names = "--once", hidden = true, description = "Shows its pages to itself, and ends.")
    private boolean once;

    ServeCommand(Screen screen, StateDesks desks, Map<String, String> environment, Time time) {
        this.screen = screen;
        this.desks = desks;
        this.environment = environment;
        this.time = time;
    }

    @Override
    public Integer call() throws IOException, InterruptedException, Refusal {
        Starting starting = new Starting(desks.loader(), Optional.ofNullable(config), environment, time);
        LoadedConfig loaded = starting.config();
        LogFile.use(loaded.config().log()).ifPresent(screen.err()::println);
        StateDir dir = own(starting, loaded);
        CountDownLatch stopped = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Server server = starting.server(loaded, dir, Optional.ofNullable(port));
        try {
            tell(server, starting, loaded);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stopped, closed), "stop"));
            if (once) {
                FirstPages.ask(server.address());
                return Exit.OK;
            }
            Anew anew = new Anew(starting, dir, time);
            while (!stopped.await(LOOK_ANEW.toSeconds(), TimeUnit.SECONDS)) {
                Server next = anew.look(server);
                if (next != server) {
                    server = next;
                    tell(server, starting, loaded);
                }
            }
        } finally {
            try {
                server.close();
            } finally {
                closed.countDown();
            }
        }
        return Exit.OK;
    }

    private void tell(Server server, Starting starting, LoadedConfig loaded) {
        starting.troubles().forEach(trouble -> screen.err().println("POWER PROTECTION ALONE: " + trouble));
        screen.err().flush();
        say(server, loaded);
    }

    /** The directory is ours at once, or when the command that owns it has ended; meanwhile that one fires the schedules. */
    private StateDir own(Starting starting, LoadedConfig loaded) throws IOException, InterruptedException, Refusal {
        StateDir.Opened opened = starting.lock(loaded);
        if (opened instanceof StateDir.Opened.Theirs theirs) {
            if (theirs.owner().filter(owner -> owner.what().startsWith("serve")).isPresent()) {
                throw new Refusal(Exit.ERROR, List.of(theirs.message()));
            }
            say("Waiting: " + theirs.message().replaceFirst(";.*", "") + ". The page opens when it has ended.");
            return takeOver(loaded);
        }
        return ((StateDir.Opened.Ours) opened).dir();
    }

    private StateDir takeOver(LoadedConfig loaded) throws IOException, InterruptedException, Refusal {
        StandIn standIn = StandIn.start(loaded, this::say, time);
        try {
            StateDir.Opened opened = StateDesks.lock(loaded, "serve", time);
            while (opened instanceof StateDir.Opened.Theirs) {
                time.sleep(LOOK);
                opened = StateDesks.lock(loaded, "serve", time);
            }
            return ((StateDir.Opened.Ours) opened).dir();
        } finally {
            standIn.close();
        }
    }

    private void say(String text) {
        screen.out().println(text);
        screen.out().flush();
    }

    private void say(Server server, LoadedConfig loaded) {
        if (server.port() == Server.NO_PAGE) {
            say("Steward runs without a page  (state in " + loaded.config().stateDir() + ")");
            return;
        }
        screen.out()
                .println("Steward serves " + server.address() + "/  (state in "
                        + loaded.config().stateDir() + ")");
        server.metricsPort().ifPresent(metrics -> screen.out()
                .println("Metrics for Prometheus: port " + metrics + " of "
                        + server.runner()
                                .config()
                                .server()
                                .metrics()
                                .orElseThrow()
                                .bind()));
        try {
            keys(server);
        } catch (RuntimeException e) {
            // the database may break off at any moment: that ends no server that works
            screen.out()
                    .println(
                            "What opens the page the first time could not be made: "
                                    + server.runner().store().trouble(e).getMessage()
                                    + ". This server goes on; its next start tries again, or say: steward token create NAME --scope admin");
        }
        screen.out().flush();
    }

    /** What opens the page the first time. */
    private void keys(Server server) {
        server.firstToken().ifPresent(token -> screen.out()
                .println("Admin token, shown this once: " + token
                        + "\nSign in with it on the page to change things; reading needs none on this machine."));
        server.setupCode().ifPresent(code -> screen.out()
                .println("Nobody has an account yet: make the first one at " + server.address()
                        + "/setup with the code " + code));
    }

    private static void stop(CountDownLatch stopped, CountDownLatch closed) {
        stopped.countDown();
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
