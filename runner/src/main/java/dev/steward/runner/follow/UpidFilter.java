package dev.steward.runner.follow;

import java.util.Optional;

/**
 * Which UPIDs.
 *
 * @param cluster of this one alone
 * @param node of this one alone, by name
 * @param guest about this one alone, by any word that names one
 * @param running those that run
 * @param errors those that failed
 * @param limit how many of the newest, 1 to {@link JournalAsk#MOST}
 */
public record UpidFilter(
        Optional<String> cluster,
        Optional<String> node,
        Optional<String> guest,
        boolean running,
        boolean errors,
        int limit) {}
