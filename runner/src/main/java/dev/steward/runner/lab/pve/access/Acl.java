package dev.steward.runner.lab.pve.access;

/**
 * One line of the access control list.
 *
 * @param path as {@code /vms/101}
 * @param type user or token
 * @param who the user, or user!token
 * @param propagate whether it holds below the path too
 */
public record Acl(String path, String type, String who, String role, boolean propagate) {}
