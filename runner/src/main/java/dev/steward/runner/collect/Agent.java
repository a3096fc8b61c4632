package dev.steward.runner.collect;

/**
 * Who pushes: the holder of a token that is bound to one node of one cluster.
 *
 * @param token its name
 * @param cluster our name of the cluster
 * @param node the only one it may tell of
 */
public record Agent(String token, String cluster, String node) {}
