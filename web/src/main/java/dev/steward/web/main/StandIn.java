package dev.steward.web.main;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steward.runner.config.LoadedConfig;
import dev.steward.runner.control.Ask;
import dev.steward.runner.control.ControlClient;
import dev.steward.runner.control.Reply;
import dev.steward.runner.control.SocketPath;
import dev.steward.runner.time.Rounds;
import dev.steward.runner.time.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Keeps schedules alive while a server waits for the state directory: asks the command that owns it, and whichever owns it
 * next, to let them fire meanwhile. They fire on the rows that the server goes on with, so none is doubled or lost by the
 * take-over.
 */
final class StandIn implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(500);

    private final Path config;
    private final Path socket;
    private final Consumer<String> notices;
    private final Rounds rounds;
    private String said = "";

    private StandIn(Path config, Path socket, Consumer<String> notices, Time time) {
        this.config = config;
        this.socket = socket;
        this.notices = notices;
        this.rounds = new Rounds("stand-in", LOOK, time, this::ask);
    }

    /** Begins to ask; where no configuration file defines schedules, there is nothing to ask for. */
    static StandIn start(LoadedConfig loaded, Consumer<String> notices, Time time) throws IOException {
        Path config = loaded.file().orElse(Path.of("")).toAbsolutePath().normalize();
        StandIn made = new StandIn(config, SocketPath.of(loaded.config().stateDir()), notices, time);
        if (loaded.file().isPresent() && !loaded.config().schedules().isEmpty()) {
            made.rounds.start();
        }
        return made;
    }

    private void ask() {
        try {
            new ControlClient(socket, new ObjectMapper())
                    .handle(new Ask.KeepSchedules(config.toString()), this::answered);
        } catch (IOException e) {
            // an owner that begins or ends; what falls due meanwhile is made up for within a minute
            say("");
        }
    }

    private void answered(Reply reply) {
        if (reply instanceof Reply.Done) {
            say("Schedules fire meanwhile in the command that owns the state directory.");
        } else if (reply instanceof Reply.Refused refused) {
            say("Schedules do not fire meanwhile: " + String.join("; ", refused.problems()));
        } else if (reply instanceof Reply.Failed failed) {
            say("Schedules do not fire meanwhile: " + failed.message());
        }
    }

    private void say(String text) {
        if (!text.isEmpty() && !text.equals(said)) {
            notices.accept(text);
            said = text;
        }
    }

    @Override
    public void close() {
        rounds.close();
    }
}
