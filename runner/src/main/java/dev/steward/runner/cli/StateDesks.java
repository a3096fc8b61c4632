package dev.steward.runner.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steward.runner.app.Runner;
import dev.steward.runner.config.ConfigLoader;
import dev.steward.runner.config.ConfigRefused;
import dev.steward.runner.config.LoadedConfig;
import dev.steward.runner.control.Ask;
import dev.steward.runner.control.ControlClient;
import dev.steward.runner.control.ControlServer;
import dev.steward.runner.control.SocketPath;
import dev.steward.runner.store.StateDir;
import dev.steward.runner.time.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Opens the state directory for one command: owns it for as long as the command takes (and whoever else asks meanwhile), or
 * asks the process that owns it.
 */
public final class StateDesks implements DeskOpener {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Map<String, String> environment;
    private final Path folder;
    private final Time time;
    private final String what;

    /**
     * An opener.
     *
     * @param environment of the process
     * @param folder the working directory
     * @param time the clock
     * @param what this process does, for a second one to read
     */
    public StateDesks(Map<String, String> environment, Path folder, Time time, String what) {
        this.environment = environment;
        this.folder = folder;
        this.time = time;
        this.what = what;
    }

    /** The configuration in effect. */
    public LoadedConfig config(Optional<Path> named) throws Refusal {
        try {
            return new ConfigLoader(environment, folder).load(named);
        } catch (ConfigRefused e) {
            throw refusal(e);
        }
    }

    private static Refusal refusal(ConfigRefused e) {
        return new Refusal(
                Exit.ERROR, e.problems().stream().map(Object::toString).toList());
    }

    @Override
    public OpenDesk open(Optional<Path> named) throws IOException, Refusal {
        LoadedConfig config = config(named);
        long end = time.nanos() + PATIENCE.toNanos();
        while (true) {
            StateDir.Opened opened = StateDir.open(config.config().stateDir(), what, time);
            if (opened instanceof StateDir.Opened.Ours ours) {
                return own(config, ours.dir());
            }
            Path socket = SocketPath.of(config.config().stateDir());
            if (Files.exists(socket) && answers(socket)) {
                return new Theirs(new ControlClient(socket, new ObjectMapper()));
            }
            if (time.nanos() > end) {
                throw new Refusal(Exit.ERROR, List.of(((StateDir.Opened.Theirs) opened).message()));
            }
            pause();
        }
    }

    private static boolean answers(Path socket) {
        try {
            new ControlClient(socket, new ObjectMapper()).handle(new Ask.Hello(), reply -> {});
            return true;
        } catch (IOException notYetOrNoMore) {
            return false;
        }
    }

    private void pause() throws IOException {
        try {
            time.sleep(LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the state directory", e);
        }
    }

    private OpenDesk own(LoadedConfig config, StateDir dir) throws IOException, Refusal {
        try {
            Runner runner = Runner.open(config, dir, environment, time);
            ControlServer server = ControlServer.open(SocketPath.of(dir.path()), runner.desk(), new ObjectMapper());
            return new Ours(dir, runner, server);
        } catch (ConfigRefused e) {
            dir.close();
            throw refusal(e);
        }
    }

    /** This process owns the directory; before it lets go, the runs others began meanwhile come to their end. */
    private record Ours(StateDir dir, Runner runner, ControlServer server) implements OpenDesk {

        @Override
        public void handle(Ask ask, Replies replies) throws IOException, InterruptedException {
            runner.desk().handle(ask, replies);
        }

        @Override
        public void close() throws IOException {
            try {
                runner.awaitIdle();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            server.close();
            runner.close();
            dir.close();
        }
    }

    /** Another process owns it. */
    private record Theirs(ControlClient client) implements OpenDesk {

        @Override
        public void handle(Ask ask, Replies replies) throws IOException {
            client.handle(ask, replies);
        }

        @Override
        public void close() {
            // each ask has a connection of its own, closed with its answer
        }
    }
}
