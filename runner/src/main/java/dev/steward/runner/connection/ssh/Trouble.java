package dev.steward.runner.connection.ssh;

import com.jcraft.jsch.JSchChangedHostKeyException;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchRevokedHostKeyException;
import com.jcraft.jsch.JSchUnknownHostKeyException;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.ConnectionException.Kind;
import dev.steward.runner.connection.NoAnswer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;

/** Says what went wrong while connecting, and what to do about it. */
final class Trouble {

    private Trouble() {}

    static ConnectionException explain(Route route, HostKeys keys, Throwable cause) {
        String key = keys.shown()
                .map(k -> KnownHostsFile.type(k) + " " + KnownHostsFile.fingerprint(k))
                .orElse("none");
        if (cause instanceof JSchUnknownHostKeyException) {
            return problem(
                    Kind.HOST_KEY_UNKNOWN,
                    route,
                    "its host key (" + key + ") is not in " + route.knownHosts().get(0)
                            + "; compare the fingerprint and enrol it: steward host enrol " + route.host()
                            + (route.rule() == HostKeyRule.STRICT_ALL_THE_SAME
                                    ? ". StrictHostKeyChecking=no (or ansible_host_key_checking: false) is not honoured: whoever"
                                            + " answers would get what a run sends"
                                    : ""),
                    cause);
        }
        if (cause instanceof JSchChangedHostKeyException || cause instanceof JSchRevokedHostKeyException) {
            return problem(
                    Kind.HOST_KEY_CHANGED,
                    route,
                    "its host key CHANGED: it shows " + key + ", which is not what "
                            + route.knownHosts().get(0)
                            + " says. Either the host was installed anew or somebody answers in its place. When you"
                            + " know why, replace the key: steward host enrol " + route.host(),
                    cause);
        }
        String text = text(cause);
        if (unheard(text) || text.contains("Too many authentication")) {
            return problem(Kind.AUTHENTICATION, route, refused(route), cause);
        }
        return network(route, cause, text);
    }

    /** JSch says so of whatever ends a login, be it the server's refusal, its silence, or a link that broke. */
    private static boolean unheard(String text) {
        return text.startsWith("Auth fail") || text.contains("Auth cancel");
    }

    /**
     * What is behind a login that came to nothing.
     *
     * @param cause what JSch says
     * @param end how what came from the server ended; empty: it did not
     */
    static Throwable broken(Route route, JSchException cause, Optional<IOException> end) {
        if (end.isEmpty() || !unheard(text(cause))) {
            return cause;
        }
        if (end.get() instanceof SocketTimeoutException) {
            return end.get();
        }
        IOException gone = new IOException("it ended the connection while it was asked to let " + route.user()
                + " in; sshd's own log there tells why");
        gone.addSuppressed(cause);
        return gone;
    }

    private static ConnectionException network(Route route, Throwable cause, String text) {
        if (caused(cause, UnknownHostException.class).isPresent()) {
            return problem(Kind.UNREACHABLE, route, "the name " + route.address() + " is not known", cause);
        }
        if (timedOut(cause)) {
            String waited = route.connectTimeout().toMillis() / 1000.0 + " s";
            return new NoAnswer(route.words() + ": no answer within " + waited, cause);
        }
        if (caused(cause, ConnectException.class).isPresent()) {
            return problem(Kind.UNREACHABLE, route, "connection refused; does sshd run there, on that port?", cause);
        }
        if (caused(cause, NoRouteToHostException.class).isPresent()) {
            return problem(Kind.UNREACHABLE, route, "there is no route to it", cause);
        }
        return problem(Kind.UNREACHABLE, route, text, cause);
    }

    /** Whether nothing came in time. */
    static boolean timedOut(Throwable cause) {
        return caused(cause, SocketTimeoutException.class).isPresent()
                || text(cause).contains("timeout");
    }

    private static String refused(Route route) {
        if (route.password().isPresent()) {
            return "the password" + (route.keys().isEmpty() ? "" : " and the key") + " of " + route.user()
                    + " was not accepted";
        }
        return route.keys().isEmpty()
                ? "no key of the agent or of ~/.ssh was accepted for " + route.user()
                        + "; name one with ansible_ssh_private_key_file or --private-key"
                : "the key " + route.keys().get(0) + " was not accepted for " + route.user()
                        + "; is its .pub line in authorized_keys there?";
    }

    /** Whether sshd turned the connection away before it began, as MaxStartups does. */
    static boolean turnedAway(Throwable cause) {
        String text = text(cause);
        return text.contains("Connection reset")
                || text.contains("closed by foreign host")
                || text.contains("Broken pipe")
                || text.contains("End of IO Stream Read");
    }

    private static ConnectionException problem(Kind kind, Route route, String message, Throwable cause) {
        return new ConnectionException(kind, route.words() + ": " + message, cause);
    }

    private static String text(Throwable cause) {
        StringBuilder all = new StringBuilder();
        for (Throwable t = cause; t != null && all.length() < 2000; t = t.getCause()) {
            String own = t instanceof JSchException || t instanceof IOException ? t.getMessage() : t.toString();
            if (own != null && all.indexOf(own) < 0) {
                all.append(all.isEmpty() ? "" : ": ").append(own);
            }
        }
        return all.toString();
    }

    private static <T> Optional<T> caused(Throwable cause, Class<T> type) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return Optional.of(type.cast(t));
            }
        }
        return Optional.empty();
    }
}
