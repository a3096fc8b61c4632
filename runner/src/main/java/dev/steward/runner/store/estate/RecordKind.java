package dev.steward.runner.store.estate;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a record is about. */
public enum RecordKind {
    CLUSTER,
    NODE,
    LXC,
    QEMU;

    /** As in paths: cluster, node, lxc, qemu. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of a word; empty: there is none. */
    public static Optional<RecordKind> find(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    /** Whether it is a container or VM. */
    public boolean guest() {
        return this == LXC || this == QEMU;
    }
}
