package dev.steward.runner.connection;

import dev.steward.runner.connection.ConnectionException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Several ways to one host: the first that opens is kept. Another one is tried only where the host was not entered at all,
 * so nothing is done twice. Where there is no way at all and that is no fault, as for a guest that is stopped, the host is
 * left out ({@link Kind#ABSENT}); where a way is there and does not let us in, the host counts as unreachable.
 */
public final class Chain implements Connection {

    /** What says that nothing had begun. A time-out may have, and a lost link certainly; those end the task. */
    private static final Set<Kind> NEXT = EnumSet.of(
            Kind.UNREACHABLE, Kind.AUTHENTICATION, Kind.HOST_KEY_UNKNOWN, Kind.HOST_KEY_CHANGED, Kind.CONFIGURATION);

    private final List<Way> ways;
    private final Closed closed;
    private final Consumer<String> told;
    private Way chosen;

    /**
     * One of the ways.
     *
     * @param name as in {@code ansible_connection}
     * @param connection connects at its first use
     */
    public record Way(String name, Connection connection) {}

    /** Says beforehand that no way can be open. */
    @FunctionalInterface
    public interface Closed {

        /** Why the host cannot be entered now whatever the way, as a guest that is stopped; empty: it may be. */
        Optional<String> why() throws ConnectionException, InterruptedException;
    }

    /**
     * A chain.
     *
     * @param ways in the order they are tried; at least one
     * @param closed asked before the first way is tried
     * @param told which way was taken in place of which, in one sentence
     */
    public Chain(List<Way> ways, Closed closed, Consumer<String> told) {
        this.ways = List.copyOf(ways);
        this.closed = closed;
        this.told = told;
    }

    @Override
    public Result run(Command command, Output output) throws ConnectionException, InterruptedException {
        Way way = chosen();
        return way != null ? way.connection().run(command, output) : first(command, output);
    }

    private Result first(Command command, Output output) throws ConnectionException, InterruptedException {
        Optional<String> why = closed.why();
        if (why.isPresent()) {
            throw new ConnectionException(Kind.ABSENT, why.get(), null);
        }
        List<ConnectionException> failures = new ArrayList<>();
        for (Way way : ways) {
            try {
                Result result = way.connection().run(command, output);
                choose(way, failures);
                return result;
            } catch (ConnectionException e) {
                if (!next(e)) {
                    choose(way, failures);
                    throw e;
                }
                failures.add(e);
            }
        }
        throw nowhere(failures);
    }

    private static boolean next(ConnectionException e) {
        return NEXT.contains(e.kind()) || e instanceof NoAnswer;
    }

    /** The last way needs nothing but the guest itself: where even that finds nothing, nobody is to blame. */
    private ConnectionException nowhere(List<ConnectionException> failures) {
        ConnectionException last = failures.get(failures.size() - 1);
        boolean silent = failures.stream().allMatch(e -> e.kind() == Kind.UNREACHABLE || e instanceof NoAnswer);
        boolean absent = silent && failures.stream().anyMatch(Absent.class::isInstance);
        Kind kind = absent ? Kind.ABSENT : ways.size() == 1 ? last.kind() : Kind.UNREACHABLE;
        return new ConnectionException(kind, reasons(failures), last);
    }

    private static String reasons(List<ConnectionException> failures) {
        return String.join(
                "; then ",
                failures.stream().map(ConnectionException::getMessage).toList());
    }

    private synchronized Way chosen() {
        return chosen;
    }

    private synchronized void choose(Way way, List<ConnectionException> failures) {
        if (chosen == null) {
            chosen = way;
            String because = failures.isEmpty() ? "" : ", because " + reasons(failures);
            if (!because.isEmpty() || !way.name().equals("ssh")) {
                told.accept("reached by " + way.connection().route() + because);
            }
        }
    }

    /* A stream can be read only once: the way is found before it is. */
    private Connection found(RunAs as) throws ConnectionException, InterruptedException {
        if (chosen() == null) {
            first(Command.argv("true").as(as), Output.NONE);
        }
        return chosen().connection();
    }

    @Override
    public void put(InputStream source, RemoteFile file) throws ConnectionException, IOException, InterruptedException {
        found(file.as()).put(source, file);
    }

    @Override
    public void get(String path, RunAs as, OutputStream target)
            throws ConnectionException, IOException, InterruptedException {
        found(as).get(path, as, target);
    }

    @Override
    public void reset() {
        ways.forEach(way -> way.connection().reset());
    }

    @Override
    public String route() {
        Way way = chosen();
        return way != null
                ? way.connection().route()
                : String.join(
                        ", else ",
                        ways.stream().map(w -> w.connection().route()).toList());
    }

    @Override
    public void close() {
        ways.forEach(way -> way.connection().close());
    }
}
