package dev.steward.runner.connection.ssh;

import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.ConnectionException.Kind;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One server of a ProxyJump, {@code [user@]host[:port]} or {@code ssh://[user@]host[:port]}. */
record Hop(Optional<String> user, String address, Optional<Integer> port) {

    private static final Pattern FORM =
            Pattern.compile("(?:ssh://)?(?:([^@]+)@)?(?:\\[([^]]+)]|([^:@]+))(?::([0-9]{1,5}))?");

    static Hop of(String host, String text) throws ConnectionException {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new ConnectionException(
                    Kind.CONFIGURATION, host + ": ProxyJump '" + text + "' is not of the form user@host:port", null);
        }
        String address = matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
        return new Hop(
                Optional.ofNullable(matcher.group(1)),
                address,
                Optional.ofNullable(matcher.group(4)).map(Integer::valueOf));
    }
}
