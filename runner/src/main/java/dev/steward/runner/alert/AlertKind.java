package dev.steward.runner.alert;

import dev.steward.runner.notice.Notice;
import dev.steward.runner.notice.Notice.Severity;
import java.util.Locale;

/** What may be wrong, with the notices that tell that it is and that it is over. */
public enum AlertKind {
    QUORUM(Notice.Kind.QUORUM_LOST, Notice.Kind.QUORUM_RESTORED, Severity.ERROR),
    NODE(Notice.Kind.NODE_OFFLINE, Notice.Kind.NODE_ONLINE, Severity.ERROR),
    CLUSTER(Notice.Kind.CLUSTER_LOST, Notice.Kind.CLUSTER_RESTORED, Severity.ERROR),
    STORAGE(Notice.Kind.STORAGE_HIGH, Notice.Kind.STORAGE_NORMAL, Severity.WARNING),
    DISK(Notice.Kind.STORAGE_HIGH, Notice.Kind.STORAGE_NORMAL, Severity.WARNING),
    CPU(Notice.Kind.LOAD_HIGH, Notice.Kind.LOAD_NORMAL, Severity.WARNING),
    MEMORY(Notice.Kind.LOAD_HIGH, Notice.Kind.LOAD_NORMAL, Severity.WARNING),
    BACKUP(Notice.Kind.BACKUP_FAILED, Notice.Kind.BACKUP_RESTORED, Severity.ERROR),
    REPLICATION(Notice.Kind.REPLICATION_FAILED, Notice.Kind.REPLICATION_RESTORED, Severity.ERROR),
    UPS(Notice.Kind.UPS_COMM_LOST, Notice.Kind.UPS_COMM_RESTORED, Severity.WARNING),
    PATCHES(Notice.Kind.PATCHES, Notice.Kind.PATCHES, Severity.WARNING),
    OVERDUE(Notice.Kind.OVERDUE, Notice.Kind.RECOVERED, Severity.ERROR),
    MISSED(Notice.Kind.MISSED, Notice.Kind.RECOVERED, Severity.WARNING);

    private final Notice.Kind raised;
    private final Notice.Kind cleared;
    private final Severity severity;

    AlertKind(Notice.Kind raised, Notice.Kind cleared, Severity severity) {
        this.raised = raised;
        this.cleared = cleared;
        this.severity = severity;
    }

    /** The kind of the notice that it is. */
    public Notice.Kind raised() {
        return raised;
    }

    /** The kind of the notice that it is over. */
    public Notice.Kind cleared() {
        return cleared;
    }

    /** How loud. */
    public Severity severity() {
        return severity;
    }

    /** Whether it is to be known so soon that a cluster is asked oftener while it may be so. */
    boolean pressing() {
        return this == QUORUM || this == NODE || this == CLUSTER;
    }

    /** Whether power protection tells that it is: at once, and without a database. */
    boolean toldElsewhere() {
        return this == UPS;
    }

    /** In lower case, as in {@code steward.yml}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The kind of a word.
     *
     * @throws IllegalArgumentException where there is none
     */
    public static AlertKind of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
