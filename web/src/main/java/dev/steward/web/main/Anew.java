package dev.steward.web.main;

import dev.steward.runner.app.Version;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.store.StateDir;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.trouble.StoreTaken;
import dev.steward.runner.time.Time;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a server begin anew in its process, where the others on its database ended it, or the database was away or another's when it
 * began. The database is opened first, and never while an outage is handled: power protection does not end for a database's sake.
 */
final class Anew {

    private static final Logger LOG = LoggerFactory.getLogger(Anew.class);

    /** Each try ends power protection for a moment. */
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

    private final Starting starting;
    private final StateDir dir;
    private final Time time;
    private String said = "";
    private Optional<Long> failed = Optional.empty();

    /** On a state directory that is held. */
    Anew(Starting starting, StateDir dir, Time time) {
        this.starting = starting;
        this.dir = dir;
        this.time = time;
    }

    /** What serves from now on: the same, or one in its place. */
    Server look(Server server) throws IOException, Refusal {
        boolean ended = ended(server.runner().store());
        if (!ended && !starting.waitsForStore()) {
            return server;
        }
        if (!quiet(server) || resting()) {
            return server;
        }
        Optional<Store> store = opened(server);
        if (store.isEmpty()) {
            return server;
        }
        if (!quiet(server)) { // to open it took a moment
            store.get().close();
            return server;
        }
        say(ended ? "This server begins anew, since the others ended it" : "The database is there; everything begins");
        int page = server.port();
        stop(server);
        Server next = starting.again(dir, page, store.get());
        failed = Optional.of(time.nanos()).filter(now -> starting.waitsForStore());
        return next;
    }

    private boolean resting() {
        return failed.filter(at -> time.nanos() - at < AFTER_FAILURE.toNanos()).isPresent();
    }

    private boolean quiet(Server server) {
        boolean quiet = server.runner().housePower().quiet();
        if (!quiet) {
            say("This server does not begin anew before the outage is over and what it stopped is back");
        }
        return quiet;
    }

    /** Whether the others took it for dead; while they cannot be asked, nobody did. */
    private static boolean ended(Store store) {
        if (!store.onServer()) {
            return false;
        }
        try {
            return store.servers().dead(store.server());
        } catch (RuntimeException e) {
            return store.trouble(e) instanceof StoreTaken;
        }
    }

    private Optional<Store> opened(Server server) {
        try {
            return Optional.of(
                    Store.open(dir, server.runner().config(), Version.read().version(), time));
        } catch (RuntimeException e) {
            say("The database is not there for this server yet, it is tried again: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** What does not end well there holds nothing of the new one. */
    private static void stop(Server server) {
        try {
            server.stop();
        } catch (IOException | RuntimeException e) {
            LOG.warn("Something of the server before did not end well: {}", e.getMessage());
        }
    }

    private void say(String sentence) {
        if (!said.equals(sentence)) {
            said = sentence;
            LOG.warn("{}", sentence);
        }
    }
}
