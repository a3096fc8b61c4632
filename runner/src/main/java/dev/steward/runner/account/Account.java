package dev.steward.runner.account;

import java.time.Instant;
import java.util.Optional;

/**
 * A person who signs in by name and password.
 *
 * @param name unique whatever its case
 * @param role what it may do
 * @param enabled whether it may sign in; a session of one that no longer is ends with its next request
 * @param created when
 * @param changed role, password or enabled, last
 * @param seen the last sign-in; empty: none yet
 */
public record Account(
        String name, Role role, boolean enabled, Instant created, Instant changed, Optional<Instant> seen) {}
