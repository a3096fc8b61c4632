package dev.steward.runner.account;

import java.time.Instant;
import java.util.Optional;

/**
 * A person who signs in by name and password.
 *
 * @param name unique whatever its case
 * @param role what it may do
 * @param enabled whether it may sign in; a session of one that no longer is ends with its next request
 * @param playbooks the only ones it may run as an operator
 * @param created when
 * @param changed role, password or enabled, last
 * @param seen the last sign-in; empty: none yet
 */
public record Account(
        String name,
        Role role,
        boolean enabled,
        PlaybookLimit playbooks,
        Instant created,
        Instant changed,
        Optional<Instant> seen) {

    /** The playbooks it may run: an admin, who could lift a limit, has none. */
    public PlaybookLimit limit() {
        return role == Role.ADMIN ? PlaybookLimit.NONE : playbooks;
    }
}
