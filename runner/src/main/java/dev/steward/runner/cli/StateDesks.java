package dev.steward.runner.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steward.runner.app.Runner;
import dev.steward.runner.app.Version;
import dev.steward.runner.app.ahead.Ahead;
import dev.steward.runner.app.evidence.EvidenceDesk;
import dev.steward.runner.config.ConfigLoader;
import dev.steward.runner.config.ConfigRefused;
import dev.steward.runner.config.LoadedConfig;
import dev.steward.runner.config.StewardConfig;
import dev.steward.runner.control.Ask;
import dev.steward.runner.control.ControlClient;
import dev.steward.runner.control.ControlServer;
import dev.steward.runner.control.SocketPath;
import dev.steward.runner.store.StateDir;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.outbox.Posted;
import dev.steward.runner.time.Time;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Opens the state directory for one command: owns it for as long as the command takes (and whoever else asks meanwhile), or
 * asks the process that owns it.
 */
public final class StateDesks implements DeskOpener {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration TELLING = Duration.ofSeconds(10);
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(5);

    private final Map<String, String> environment;
    private final Path folder;
    private final Time time;
    private final String what;
    private final Consumer<String> notices;

    /**
     * An opener.
     *
     * @param environment of the process
     * @param folder the working directory
     * @param time the clock
     * @param what this process does, for a second one to read
     * @param notices told why a command takes longer than its own work
     */
    public StateDesks(Map<String, String> environment, Path folder, Time time, String what, Consumer<String> notices) {
        this.environment = environment;
        this.folder = folder;
        this.time = time;
        this.what = what;
        this.notices = notices;
    }

    /** The clock. */
    public Time time() {
        return time;
    }

    /** What loads configurations. */
    public ConfigLoader loader() {
        return new ConfigLoader(environment, folder);
    }

    /** The configuration in effect. */
    public LoadedConfig config(Optional<Path> named) throws Refusal {
        try {
            return loader().load(named);
        } catch (ConfigRefused e) {
            throw refusal(e);
        }
    }

    /** What is wrong with a configuration, all of it. */
    public static Refusal refusal(ConfigRefused e) {
        return new Refusal(
                Exit.ERROR, e.problems().stream().map(Object::toString).toList());
    }

    @Override
    public OpenDesk open(Optional<Path> named) throws IOException, Refusal {
        LoadedConfig config = config(named);
        return new Lasting(config, reach(config));
    }

    /** The Steward that is at work in the state directory of a configuration; empty: none is, and none is begun. */
    Optional<OpenDesk> atWork(LoadedConfig config) throws IOException {
        Path socket = SocketPath.of(config.config().stateDir());
        return Files.exists(socket) && answers(socket)
                ? Optional.of(new Theirs(new ControlClient(socket, new ObjectMapper())))
                : Optional.empty();
    }

    /** Owns the directory, or finds an owner that answers. */
    private OpenDesk reach(LoadedConfig config) throws IOException, Refusal {
        Path socket = SocketPath.of(config.config().stateDir());
        long end = time.nanos() + PATIENCE.toNanos();
        while (true) {
            StateDir.Opened opened = lock(config);
            if (opened instanceof StateDir.Opened.Ours ours) {
                return own(config, ours.dir(), socket);
            }
            if (Files.exists(socket) && answers(socket)) {
                return new Theirs(new ControlClient(socket, new ObjectMapper()));
            }
            if (time.nanos() > end) {
                throw new Refusal(Exit.ERROR, List.of(((StateDir.Opened.Theirs) opened).message()));
            }
            pause();
        }
    }

    private StateDir.Opened lock(LoadedConfig config) throws Refusal {
        return lock(config, what, time);
    }

    /**
     * Opens the state directory of a configuration, which nobody else may have open.
     *
     * @param what this process does
     * @throws Refusal when somebody has, or the directory can be neither made nor written
     */
    public static StateDir alone(LoadedConfig config, String what, Time time) throws Refusal {
        StateDir.Opened opened = lock(config, what, time);
        if (opened instanceof StateDir.Opened.Ours ours) {
            return ours.dir();
        }
        throw new Refusal(Exit.ERROR, List.of(((StateDir.Opened.Theirs) opened).message()));
    }

    /**
     * Opens the state directory of a configuration.
     *
     * @param what this process does
     * @throws Refusal when the directory can be neither made nor written
     */
    public static StateDir.Opened lock(LoadedConfig config, String what, Time time) throws Refusal {
        Path dir = config.config().stateDir();
        try {
            return StateDir.open(dir, what, time);
        } catch (StateDir.Anothers e) {
            throw new Refusal(
                    Exit.ERROR,
                    List.of("The state directory " + dir + " cannot be used: " + e.getMessage()
                            + ". Run this as that user: runuser -u " + e.user() + " -- steward " + what));
        } catch (IOException e) {
            throw new Refusal(
                    Exit.ERROR,
                    List.of("The state directory " + dir + " cannot be used: " + reason(e)
                            + (full(e)
                                    ? ". The disk is full: free some space there, or set STEWARD_HOME to a folder on another disk."
                                    : ". Make it a folder that this user may write, or set STEWARD_HOME to one.")));
        }
    }

    private static boolean full(IOException e) {
        return String.valueOf(e.getMessage()).contains("No space left on device");
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileAlreadyExistsException exists) {
            return exists.getFile() + " is not a folder";
        }
        return e instanceof FileSystemException file && file.getReason() != null ? file.getReason() : e.getMessage();
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
            throw new InterruptedIOException("interrupted while waiting for the state directory");
        }
    }

    private OpenDesk own(LoadedConfig config, StateDir dir, Path socket) throws IOException, Refusal {
        if (what.startsWith("run ")) {
            Ahead.begin();
        }
        try {
            Runner runner = runner(config, dir);
            ControlServer server = ControlServer.open(socket, EvidenceDesk.of(runner), new ObjectMapper());
            return new Ours(dir, runner, server, notices);
        } catch (ConfigRefused e) {
            dir.close();
            throw refusal(e);
        }
    }

    /** A database that breaks off in the middle is said as one that does not open. */
    private Runner runner(LoadedConfig config, StateDir dir) throws ConfigRefused {
        AtomicReference<Store> kept = new AtomicReference<>();
        Function<StewardConfig, Store> opening =
                whole -> Store.open(dir, whole, Version.read().version(), time);
        try {
            return Runner.open(config, whole -> kept.updateAndGet(none -> opening.apply(whole)), environment, time);
        } catch (RuntimeException e) {
            throw kept.get() == null ? e : kept.get().notBegun(e);
        }
    }

    /** Asks again where the owner ended before it had read what was asked. */
    private final class Lasting implements OpenDesk {

        private final LoadedConfig config;
        private OpenDesk desk;

        private Lasting(LoadedConfig config, OpenDesk desk) {
            this.config = config;
            this.desk = desk;
        }

        @Override
        public void handle(Ask ask, Replies replies) throws IOException, InterruptedException {
            while (true) {
                try {
                    desk.handle(ask, replies);
                    return;
                } catch (ControlClient.NotHeard ended) {
                    time.sleep(LOOK);
                    again();
                }
            }
        }

        private void again() throws IOException {
            try {
                desk = reach(config);
            } catch (Refusal e) {
                throw new IOException(e.getMessage(), e);
            }
        }

        @Override
        public void close() throws IOException {
            desk.close();
        }
    }

    /** This process owns the directory; before it lets go, the runs others began meanwhile come to their end. */
    private record Ours(StateDir dir, Runner runner, ControlServer server, Consumer<String> notices)
            implements OpenDesk {

        @Override
        public void handle(Ask ask, Replies replies) throws IOException, InterruptedException {
            EvidenceDesk.of(runner).handle(ask, replies);
        }

        @Override
        public void close() throws IOException {
            List<Long> others = atWork();
            if (!others.isEmpty()) {
                notices.accept("Begun meanwhile by others and still at work here: run "
                        + others.stream().map(String::valueOf).collect(Collectors.joining(", "))
                        + ". This command ends with it.");
            }
            try {
                runner.retire();
                untold(runner.tellTheRest(TELLING));
                server.drain(LAST_ANSWERS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                throw runner.store().trouble(e);
            }
            server.close();
            runner.close();
            dir.close();
        }

        private List<Long> atWork() {
            try {
                return runner.atWork();
            } catch (RuntimeException e) {
                throw runner.store().trouble(e);
            }
        }

        private void untold(List<Posted> waiting) {
            for (Posted posted : waiting) {
                String why = posted.deliveries().stream()
                        .filter(one -> one.state() == Posted.State.WAITING)
                        .map(one -> one.channel() + ": " + (one.message().isEmpty() ? "no answer yet" : one.message()))
                        .collect(Collectors.joining("; "));
                notices.accept(
                        "Not told yet: " + posted.notice().title() + " (" + why
                                + "). It waits in the outbox for the next steward command or server; see: steward notices list");
            }
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
