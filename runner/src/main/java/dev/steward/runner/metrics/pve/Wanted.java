package dev.steward.runner.metrics.pve;

import java.util.Optional;

/**
 * What a scrape of a cluster asks for.
 *
 * @param target as the scraper named it
 * @param cluster whether what belongs to the cluster
 * @param node whether what belongs to nodes
 * @param host the one node that is meant, by name or address; empty: all
 */
record Wanted(String target, boolean cluster, boolean node, Optional<String> host) {}
