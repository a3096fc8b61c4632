package dev.steward.runner.lab.pve.access;

/**
 * Who calls.
 *
 * @param user as {@code root@pam}; empty where nobody signed in
 * @param token the API token's own name; empty with a ticket
 */
public record Caller(String user, String token) {

    public static final String ROOT = "root@pam";

    public static final Caller NOBODY = new Caller("", "");

    /** PVE's own daemons act as root. */
    public static final Caller SYSTEM = new Caller(ROOT, "");

    /** As PVE writes it: {@code root@pam!token}. */
    public String name() {
        return token.isEmpty() ? user : user + "!" + token;
    }

    /** Whether it is root itself: PVE compares the whole name, so that no token of root's is root. */
    public boolean root() {
        return name().equals(ROOT);
    }

    /** Whether somebody signed in. */
    public boolean known() {
        return !user.isEmpty();
    }
}
