package dev.steward.runner.connection;

import java.util.List;

/**
 * How sudo is called.
 *
 * @param program its name or path
 * @param flags its options, without those that say how the password is asked for
 */
public record Sudo(String program, List<String> flags) {

    /** {@code sudo -H}, as Ansible's default. */
    public static final Sudo USUAL = new Sudo("sudo", List.of("-H"));

    public Sudo {
        flags = List.copyOf(flags);
    }

    /** The words before the user. */
    public String words() {
        return program + (flags.isEmpty() ? "" : " " + String.join(" ", flags));
    }
}
