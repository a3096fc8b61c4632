package dev.steward.web.http;

import java.util.Optional;

/**
 * Who sent a request.
 *
 * @param kind how it is known
 * @param name of the token it is known by; empty where nobody signed in
 * @param csrf what its forms must carry; empty where forms need none
 */
public record Caller(Kind kind, String name, String csrf) {

    /** Nobody signed in: may read, as everyone on this machine. */
    public static final Caller NOBODY = new Caller(Kind.NOBODY, "", "");

    /** How a caller is known. */
    public enum Kind {
        NOBODY,
        /** By a session's cookie, which a browser sends on its own: forms carry a token of their own. */
        SESSION,
        /** By an {@code Authorization: Bearer} header, which no browser sends on its own. */
        BEARER,
        /** By the token of an agent: it tells of one node, sees what it told, and nothing else is open to it. */
        AGENT,
        /** By a token of scope power: it steers power protection, and changes nothing else. */
        POWER
    }

    /** Whether it may change something. */
    public boolean known() {
        return kind == Kind.SESSION || kind == Kind.BEARER;
    }

    /** The name of the agent's token; empty: it is no agent. */
    public Optional<String> agent() {
        return kind == Kind.AGENT ? Optional.of(name) : Optional.empty();
    }
}
