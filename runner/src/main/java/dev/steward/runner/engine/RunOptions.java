package dev.steward.runner.engine;

import dev.steward.runner.secret.Secret;
import java.util.List;
import java.util.Optional;

/**
 * What a run was told beside its playbook and inventory.
 *
 * @param limit a host pattern that narrows every play; empty: none
 * @param tags run only these; empty: all
 * @param skipTags leave these out
 * @param check change nothing
 * @param diff collect diffs
 * @param forks hosts at once; empty: min(hosts, 25)
 * @param user the login user where the inventory names none
 * @param become act as root (or becomeUser) where the play says nothing
 * @param becomePassword what sudo may ask for
 */
public record RunOptions(
        Optional<String> limit,
        List<String> tags,
        List<String> skipTags,
        boolean check,
        boolean diff,
        Optional<Integer> forks,
        Optional<String> user,
        boolean become,
        Optional<Secret> becomePassword) {

    /** Nothing said. */
    public static final RunOptions NONE = new RunOptions(
            Optional.empty(),
            List.of(),
            List.of(),
            false,
            false,
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty());

    public RunOptions {
        tags = List.copyOf(tags);
        skipTags = List.copyOf(skipTags);
    }
}
