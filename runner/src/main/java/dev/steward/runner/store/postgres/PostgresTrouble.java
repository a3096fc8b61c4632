package dev.steward.runner.store.postgres;

import dev.steward.runner.config.store.StoreConfig;
import dev.steward.runner.store.trouble.Spoilt;
import dev.steward.runner.store.trouble.StoreException;
import dev.steward.runner.store.trouble.StoreTaken;
import dev.steward.runner.store.trouble.Trouble;
import java.io.EOFException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.flywaydb.core.api.FlywayException;

/** What went wrong with a PostgreSQL database, by its codes (PostgreSQL, appendix A), in one sentence with the next step. */
public final class PostgresTrouble implements Trouble {

    /** The first check of every connection fails so where the others have ended this server. */
    static final String ENDED = "22012";

    private static final String CLOSED = "Connection is closed";
    private static final List<String> GONE = List.of("08", "57P0");

    private final StoreConfig store;

    /** Trouble with one database. */
    public PostgresTrouble(StoreConfig store) {
        this.store = store;
    }

    /** The database as sentences name it. */
    String name() {
        return "the database " + store.database() + " on " + store.host() + ":" + store.port();
    }

    private String server() {
        return "PostgreSQL on " + store.host() + ":" + store.port();
    }

    @Override
    public StoreException opening(Exception e) {
        if (e instanceof StoreException said) {
            return said;
        }
        String why = newer(e).or(() -> foreign(e))
                .or(() -> spoilt(e))
                .or(() -> tls(e))
                .or(() -> code(e).flatMap(this::known))
                .or(() -> gone(e)
                        ? Optional.of(server() + " cannot be reached (" + reason(e)
                                + "); start it, or look at store.url, the network and its listen_addresses")
                        : Optional.empty())
                .orElseGet(() -> name() + " cannot be used: " + reason(e));
        return new StoreException(why, e);
    }

    private static Optional<String> word(Throwable e, String part) {
        return causes(e)
                .map(PostgresTrouble::said)
                .filter(text -> text.contains(part))
                .findFirst();
    }

    private Optional<String> newer(Exception e) {
        return causes(e).anyMatch(c -> c instanceof FlywayException && said(c).contains("not resolved locally"))
                ? Optional.of(
                        "the history in " + name() + " was written by a newer Steward, and this one would spoil it;"
                                + " use that Steward, or another database in store.url")
                : Optional.empty();
    }

    private Optional<String> spoilt(Exception e) {
        return causes(e).anyMatch(Spoilt.class::isInstance)
                ? Optional.of(name() + " " + Spoilt.HELD + "; use the newer Steward, or restore a backup there")
                : Optional.empty();
    }

    private Optional<String> foreign(Exception e) {
        return word(e, "Found non-empty schema")
                .map(said ->
                        name() + " holds tables of something else; give Steward a database of its own: " + createdb());
    }

    private String createdb() {
        return "createdb -O " + store.user() + " -E UTF8 -T template0 " + store.database();
    }

    private Optional<String> tls(Exception e) {
        if (word(e, "does not support SSL").isPresent()) {
            return Optional.of(server() + " speaks no TLS, and store.tls is " + store.effectiveTls()
                    + "; turn ssl on there, or say tls: disable if nobody can listen in between");
        }
        // the driver says a wrong name as if nobody could be reached
        Optional<String> name = word(e, "could not be verified by hostnameverifier")
                .map(said -> "it is not made out to " + store.host());
        return name.or(() -> causes(e)
                        .filter(SSLException.class::isInstance)
                        .findFirst()
                        .map(PostgresTrouble::said))
                .map(why -> "the certificate of " + server() + " is not accepted (" + why
                        + "); name its authority in store.ca, and in store.url the host that it is made out to");
    }

    private Optional<String> known(String code) {
        Map<String, String> all = Map.of(
                "28P01",
                server() + " does not let " + store.user() + " in: the password is wrong; look at store.password",
                "28000",
                server() + " does not let " + store.user() + " in: there is no such user, or pg_hba.conf has no"
                        + " line for it from here with this tls",
                "3D000",
                server() + " has no database " + store.database() + "; make it there: " + createdb(),
                "42501",
                store.user() + " may not make tables in " + name() + "; make it the owner: alter database "
                        + store.database() + " owner to " + store.user(),
                "53300",
                server() + " lets nobody else in, all its connections are in use; raise max_connections there,"
                        + " Steward takes up to 25",
                "53100",
                full(),
                ENDED,
                ended().getMessage());
        return Optional.ofNullable(all.get(code));
    }

    private String full() {
        return "the disk of " + server() + " is full: no room is left for the history; free some space there";
    }

    /** Somebody has it alone. */
    StoreTaken taken() {
        return new StoreTaken("another Steward has " + name()
                + " for itself: it brings a history there, or changes its tables, or is an older one that shares it with"
                + " nobody; wait until it is done, or stop it. If its machine has just died, the database lets go of it"
                + " within half a minute");
    }

    /** Servers work on it. */
    StoreTaken inUse() {
        return new StoreTaken(
                "another Steward works on " + name() + ", and nobody may meanwhile; stop every server that"
                        + " has it in its store.url. If a machine has just died, the database lets go of it within half a minute");
    }

    /** Servers of another version work on it. */
    StoreTaken others() {
        return new StoreTaken("servers of another version work on " + name() + ", and its tables have to be changed for"
                + " this one; stop them all, start this one, then the others in the same version");
    }

    /** Nobody can say whether the others gave this server up. */
    StoreException unsure() {
        return new StoreException(
                name() + " has not answered this server for long, and the others there may have ended"
                        + " its runs; nothing more is done in them until it is back",
                null);
    }

    /** The others on it gave this server up. */
    StoreTaken ended() {
        return new StoreTaken("this server said nothing for more than half a minute, so the others on " + name()
                + " ended it and its runs, and it keeps and begins nothing any more until it has begun anew, which"
                + " steward serve does by itself as soon as no outage is handled");
    }

    /** Why a request was refused. */
    StoreException refused(String what) {
        return new StoreException(name() + " " + what, null);
    }

    /** The sentence for {@code createdb}. */
    String make() {
        return createdb();
    }

    @Override
    public RuntimeException working(RuntimeException e) {
        if (e instanceof StoreException) {
            return e;
        }
        Optional<String> code = code(e);
        if (code.filter("53100"::equals).isPresent()) {
            return new StoreException(full(), e);
        }
        if (code.filter(ENDED::equals).isPresent()
                && word(e, "division by zero").isPresent()) {
            return ended();
        }
        Optional<String> spoilt = spoilt(e);
        if (spoilt.isPresent()) {
            return new StoreException(spoilt.get(), e);
        }
        return gone(e)
                ? new StoreException(
                        name() + " does not answer (" + reason(e)
                                + "); nothing is kept or read until it is back, then Steward goes on by itself",
                        e)
                : e;
    }

    /** Whether the connection is the trouble, and not what was asked. */
    static boolean gone(Throwable e) {
        return causes(e)
                .anyMatch(c ->
                        c instanceof SQLTransientConnectionException || c instanceof SQLException sql && gone(sql));
    }

    private static boolean gone(SQLException e) {
        String state = e.getSQLState();
        // the pool's own word for a connection that broke under who has it, without a code (HikariCP, ProxyConnection)
        return state == null ? CLOSED.equals(e.getMessage()) : GONE.stream().anyMatch(state::startsWith);
    }

    /** The last code of the database itself. */
    private static Optional<String> code(Throwable e) {
        return causes(e)
                .filter(SQLException.class::isInstance)
                .map(c -> ((SQLException) c).getSQLState())
                .filter(state -> state != null && !state.startsWith("08"))
                .reduce((first, last) -> last);
    }

    private static String reason(Throwable e) {
        List<Throwable> all = causes(e).toList();
        Throwable last = all.get(all.size() - 1);
        if (last instanceof UnknownHostException) {
            return "there is no host of this name";
        }
        if (last instanceof EOFException) {
            return "the connection was closed";
        }
        return said(last).lines().findFirst().orElse("").strip();
    }

    private static Stream<Throwable> causes(Throwable e) {
        return Stream.iterate(e, cause -> cause != null, Throwable::getCause).limit(30);
    }

    private static String said(Throwable e) {
        return String.valueOf(e.getMessage());
    }
}
