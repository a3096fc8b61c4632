package dev.steward.web.main;

import dev.steward.runner.app.RunRefused;
import dev.steward.runner.app.RunRequest;
import dev.steward.runner.app.Runner;
import dev.steward.runner.cli.Exit;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.cli.print.Screen;
import dev.steward.runner.config.ConfigLoader;
import dev.steward.runner.config.ConfigRefused;
import dev.steward.runner.config.LoadedConfig;
import dev.steward.runner.engine.RunOptions;
import dev.steward.runner.event.Cause;
import dev.steward.runner.lab.pve.demo.DemoCluster;
import dev.steward.runner.lab.pve.demo.DemoUps;
import dev.steward.runner.store.StateDir;
import dev.steward.runner.time.Time;
import dev.steward.web.parts.Plug;
import dev.steward.web.security.BindRefused;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code steward demo}: a whole estate in memory, updated before your eyes. Its hosts are embedded SSH servers that answer as
 * Debian does; they start no process and touch no file of this machine.
 */
@Command(
        mixinStandardHelpOptions = true,
        name = "demo",
        description =
                "Shows Steward at work on a demo cluster in memory: no root, no network, nothing of this machine is touched.")
final class DemoCommand implements Callable<Integer> {

    private static final int USUAL_PORT = 8580;
    private static final double SPEED = 3;
    private static final String FIRST = "dns-1,wiki-1";

    private final Screen screen;
    private final Map<String, String> environment;
    private final Time time;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port of the page; else 8580, or a free one where that is taken.")
    private Integer port;

    DemoCommand(Screen screen, Map<String, String> environment, Time time) {
        this.screen = screen;
        this.environment = environment;
        this.time = time;
    }

    @Override
    public Integer call() throws IOException, InterruptedException, Refusal {
        CountDownLatch stopped = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(stopped, closed), "end-of-demo"));
        try (DemoCluster demo = new DemoCluster(time, SPEED);
                DemoUps ups = new DemoUps(demo, time)) {
            show(demo, ups, stopped);
        } catch (GeneralSecurityException e) {
            throw new Refusal(Exit.ERROR, List.of("This Java cannot make the demo's keys: " + e.getMessage()));
        } catch (ConfigRefused | BindRefused | RunRefused e) {
            throw new Refusal(Exit.ERROR, List.of(e.getMessage()));
        } finally {
            closed.countDown();
        }
        return Exit.OK;
    }

    private void show(DemoCluster demo, DemoUps ups, CountDownLatch stopped)
            throws IOException, InterruptedException, GeneralSecurityException, ConfigRefused, BindRefused, RunRefused {
        try (DemoFiles files = DemoFiles.write(demo, ups, port == null ? freePort() : port)) {
            LoadedConfig config =
                    new ConfigLoader(Map.of(), files.state().getParent()).load(Optional.of(files.config()));
            StateDir.Opened.Ours ours = (StateDir.Opened.Ours) StateDir.open(files.state(), "demo", time);
            Runner runner = Runner.open(config, ours.dir(), Map.of(), time);
            int at = config.config().server().port();
            try (Server server = Server.start(config, ours.dir(), runner, at, Optional.of(plug(ups)))) {
                say(server, demo);
                demo.begin();
                ups.begin();
                Thread story = new Thread(() -> tell(runner, files), "story");
                story.setDaemon(true);
                story.start();
                stopped.await();
            }
        }
    }

    private static Plug plug(DemoUps ups) {
        return new Plug() {

            @Override
            public void pull() {
                ups.pull();
            }

            @Override
            public void back() {
                ups.back();
            }

            @Override
            public boolean out() {
                return ups.out();
            }
        };
    }

    private void say(Server server, DemoCluster demo) {
        screen.out().println("Steward demo: http://localhost:" + server.port() + "/");
        server.firstToken().ifPresent(token -> screen.out()
                .println("To change things, sign in on the page with this token: " + token));
        screen.out()
                .println(
                        "A cluster of two nodes with " + demo.guests()
                                + " guests, in memory; first a small update, then the weekly round. Sign in and pull the plug on the page Power. Ctrl+C ends it and leaves nothing behind.");
        screen.out().flush();
    }

    /** A run that ends well on the first containers, then the weekly round, where one mirror fails and one host is slow. */
    private void tell(Runner runner, DemoFiles files) {
        try {
            long small = begin(runner, files, "update-lxc-containers.groovy", Optional.of(FIRST));
            runner.runs().await(small);
            runner.schedules().runNow("weekly-updates", person());
        } catch (RunRefused e) {
            e.problems().forEach(screen.err()::println);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long begin(Runner runner, DemoFiles files, String playbook, Optional<String> limit) throws RunRefused {
        RunOptions said = RunOptions.NONE;
        RunOptions options = new RunOptions(
                limit,
                said.tags(),
                said.skipTags(),
                said.check(),
                said.diff(),
                said.forks(),
                said.user(),
                said.become(),
                said.becomePassword());
        return runner.runs()
                .submit(new RunRequest(
                        files.playbook(playbook),
                        List.of(),
                        Map.of(),
                        options,
                        RunRequest.Login.NONE,
                        new Cause(Cause.Kind.PERSON, person()),
                        Optional.empty()));
    }

    private String person() {
        return environment.getOrDefault("USER", "demo");
    }

    private static int freePort() throws IOException {
        try (ServerSocket usual = new ServerSocket(USUAL_PORT, 1, InetAddress.getLoopbackAddress())) {
            return usual.getLocalPort();
        } catch (IOException taken) {
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            }
        }
    }

    private static void end(CountDownLatch stopped, CountDownLatch closed) {
        stopped.countDown();
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
