package dev.steward.runner.lab.file;

import java.util.Set;

/**
 * On whose behalf a path is walked.
 *
 * @param folder the working directory, absolute
 * @param uid 0 may do everything
 * @param groups the group ids
 * @param pid what /proc/self means
 */
public record Who(String folder, int uid, Set<Integer> groups, int pid) {

    public Who {
        groups = Set.copyOf(groups);
    }

    /** The host itself, while it is being furnished. */
    public static final Who HOST = new Who("/", 0, Set.of(0), 1);

    /** Whether the rights in want (4 read, 2 write, 1 enter or execute) are given on a node. */
    public boolean may(Node node, int want) {
        if (uid == 0) {
            return want != 1 || node instanceof Directory || (node.mode() & 0111) != 0;
        }
        int shift = node.uid() == uid ? 6 : groups.contains(node.gid()) ? 3 : 0;
        return ((node.mode() >> shift) & want) == want;
    }

    void need(Node node, int want) {
        if (!may(node, want)) {
            throw new FileException(Errno.EACCES);
        }
    }
}
