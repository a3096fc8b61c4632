package dev.steward.web.http;

import dev.steward.runner.account.Role;
import java.util.Optional;

/**
 * Who sent a request.
 *
 * @param kind how it is known
 * @param name of the account or token it is known by; empty where nobody signed in
 * @param csrf what its forms must carry; empty where forms need none
 * @param role what it may do; who is not known reads, as everyone on this machine
 */
public record Caller(Kind kind, String name, String csrf, Role role) {

    /** Known by a token, whose scope says what it opens: the admin's opens everything. */
    public Caller(Kind kind, String name, String csrf) {
        this(kind, name, csrf, kind == Kind.SESSION || kind == Kind.BEARER ? Role.ADMIN : Role.VIEWER);
    }

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
        POWER,
        /** By a token of scope metrics: it reads them, and nothing else is open to it. */
        METRICS
    }

    /** Whether somebody signed in, or sent a token that opens more than one door. */
    public boolean known() {
        return kind == Kind.SESSION || kind == Kind.BEARER;
    }

    /** Whether it is known and may do what needs a role. */
    public boolean may(Role needed) {
        return known() && role.covers(needed);
    }

    /** The name of the agent's token; empty: it is no agent. */
    public Optional<String> agent() {
        return kind == Kind.AGENT ? Optional.of(name) : Optional.empty();
    }
}
