package dev.steward.runner.store.estate;

import java.time.Instant;

/**
 * A change of a cluster, as it was noticed.
 *
 * @param id rising with time
 * @param cluster our name of it
 * @param subject as {@code lxc/101} or {@code node/pve1}; empty: the cluster
 * @param kind a word, as guest_added
 * @param text one line for people
 * @param at when it was noticed
 */
public record EstateRow(long id, String cluster, String subject, String kind, String text, Instant at) {}
