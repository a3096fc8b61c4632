package dev.steward.runner.proxmox.estate;

import java.util.Optional;

/**
 * A line of the HA manager's status ({@code /cluster/ha/status/current}).
 *
 * @param id as {@code service:ct:101}, {@code lrm:pve1}, {@code master}, {@code quorum}
 * @param type service, lrm, master, quorum, fencing; others may come with later releases
 * @param node it speaks of
 * @param state of a service, as started, error; empty for the others
 * @param status in the manager's own words
 */
public record HaService(String id, String type, Optional<String> node, Optional<String> state, String status) {}
