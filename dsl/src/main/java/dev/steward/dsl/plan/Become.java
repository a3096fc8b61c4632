package dev.steward.dsl.plan;

import java.util.Optional;

/**
 * Whether tasks act as another user.
 *
 * @param enabled {@code become()} or {@code become(false)}; empty where only {@code becomeUser} was said, which turns it on
 * @param user {@code becomeUser}; empty means root
 */
public record Become(Optional<Boolean> enabled, Optional<String> user) {

    /** Nothing said: the play, the inventory or the command line decide. */
    public static final Become UNSAID = new Become(Optional.empty(), Optional.empty());
}
