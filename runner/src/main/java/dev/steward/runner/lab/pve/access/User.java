package dev.steward.runner.lab.pve.access;

/**
 * Somebody who may sign in.
 *
 * @param id as {@code op@pve}
 */
public record User(String id, String password, boolean enabled) {}
