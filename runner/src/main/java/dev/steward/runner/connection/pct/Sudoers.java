package dev.steward.runner.connection.pct;

/** What a node's administrator grants, so that Steward need not log in there as root. */
public final class Sudoers {

    private Sudoers() {}

    /**
     * The line for {@code /etc/sudoers.d/steward} on a node; sudo takes regular expressions since 1.9.10, Debian 12 has
     * 1.9.13. It lets a user be root in the node's containers, and nothing on the node.
     *
     * @param user who logs in there
     */
    public static String line(String user) {
        return user + " ALL=(root) NOPASSWD: /usr/sbin/pct ^exec [1-9][0-9]+ --keep-env 0 -- sh -c .+$";
    }
}
