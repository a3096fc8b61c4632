package dev.steward.runner.connection;

import dev.steward.runner.connection.ConnectionException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Several ways to one host: the first that opens is kept. Another one is tried only where the host was not entered at all,
 * so nothing is done twice.
 */
public final class Chain implements Connection {

    /** What says that nothing had begun. A time-out may have, and a lost link certainly; those end the task. */
    private static final Set<Kind> NEXT = EnumSet.of(
            Kind.UNREACHABLE, Kind.AUTHENTICATION, Kind.HOST_KEY_UNKNOWN, Kind.HOST_KEY_CHANGED, Kind.CONFIGURATION);

    private final List<Way> ways;
    private final Consumer<String> told;
    private Way chosen;

    /**
     * One of the ways.
     *
     * @param name as in {@code ansible_connection}
     * @param connection connects at its first use
     */
    public record Way(String name, Connection connection) {}

    /**
     * A chain.
     *
     * @param ways in the order they are tried; at least one
     * @param told which way was taken in place of which, in one sentence
     */
    public Chain(List<Way> ways, Consumer<String> told) {
        this.ways = List.copyOf(ways);
        this.told = told;
    }

    @Override
    public Result run(Command command, Output output) throws ConnectionException, InterruptedException {
        Way way = chosen();
        return way != null ? way.connection().run(command, output) : first(command, output);
    }

    private Result first(Command command, Output output) throws ConnectionException, InterruptedException {
        List<String> reasons = new ArrayList<>();
        ConnectionException last = null;
        for (Way way : ways) {
            try {
                Result result = way.connection().run(command, output);
                choose(way, reasons);
                return result;
            } catch (ConnectionException e) {
                if (!NEXT.contains(e.kind())) {
                    choose(way, reasons);
                    throw e;
                }
                reasons.add(e.getMessage());
                last = e;
            }
        }
        throw new ConnectionException(
                ways.size() == 1 ? last.kind() : Kind.UNREACHABLE, String.join("; then ", reasons), last);
    }

    private synchronized Way chosen() {
        return chosen;
    }

    private synchronized void choose(Way way, List<String> reasons) {
        if (chosen == null) {
            chosen = way;
            if (!reasons.isEmpty()) {
                told.accept("reached by " + way.connection().route() + ", because " + String.join("; then ", reasons));
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
