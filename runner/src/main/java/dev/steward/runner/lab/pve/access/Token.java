package dev.steward.runner.lab.pve.access;

/**
 * An API token.
 *
 * @param separate whether it has only the rights given to itself (privsep)
 * @param expire in seconds of the epoch, 0 for never
 */
public record Token(String user, String id, String secret, boolean separate, long expire, String comment) {

    /** As PVE writes it. */
    public String name() {
        return user + "!" + id;
    }
}
