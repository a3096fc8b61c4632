package dev.steward.runner.lab.process;

import java.util.Set;

/**
 * Who a process belongs to.
 *
 * @param name login name
 * @param uid number
 * @param gid primary group
 * @param groups all groups
 */
public record User(String name, int uid, int gid, Set<Integer> groups) {

    public User {
        groups = Set.copyOf(groups);
    }

    /** The superuser. */
    public static final User ROOT = new User("root", 0, 0, Set.of(0));
}
