package dev.steward.runner.alert;

import java.util.Optional;

/** What is expected to be in trouble, for it is our own work. */
@FunctionalInterface
public interface Quiet {

    /** The work that explains a sign, in words; empty: none does. */
    Optional<String> why(Sign sign);
}
