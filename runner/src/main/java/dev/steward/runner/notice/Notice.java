package dev.steward.runner.notice;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Something people are told of. Its texts hold nothing secret: they are made of recorded events, which are masked.
 *
 * @param key the same for the same happening: a second notice of one key is not taken
 * @param kind by which it is routed
 * @param severity how loud
 * @param about the playbook's name, or another word for what it is about; perhaps empty
 * @param title one line of at most 300 characters; control characters become spaces, since it may end up in a header
 * @param text plain text of any length
 * @param link a page that knows more
 * @param at when it happened
 * @param run the number of the run it is about
 */
public record Notice(
        String key,
        Kind kind,
        Severity severity,
        String about,
        String title,
        String text,
        Optional<String> link,
        Instant at,
        Optional<Long> run) {

    private static final int TITLE = 300;

    public Notice {
        Objects.requireNonNull(key, "key");
        String line = title.replaceAll("\\p{Cntrl}+", " ").strip();
        title = line.length() <= TITLE ? line : line.substring(0, TITLE - 1) + "…";
    }

    /** The same as the notice of an alert, with what can be done about that. */
    public Notice of(long alert) {
        String next = "steward alerts ack " + alert + "    says that you know of it\n";
        return new Notice("alert-" + alert + "-raised", kind, severity, about, title, text + next, link, at, run);
    }

    /** What happened; the words are the same in {@code steward.yml}, SQL and JSON. */
    public enum Kind {
        /** A run failed, or could not reach a host. */
        FAILED,
        /** A run's Steward died before it ended. */
        LOST,
        /** A schedule's fire did not happen. */
        MISSED,
        /** A schedule's playbook did not go well for so many periods in a row. */
        OVERDUE,
        /** A run was ended on request. */
        CANCELLED,
        /** A playbook went well where it had not. */
        RECOVERED,
        /** Container images have newer versions. */
        IMAGE_UPDATE,
        /** A run did not begin, for a UPS was on battery. */
        HELD,
        /** A run waits for a person's word. */
        ASKED,
        /** A UPS is on battery for long enough to count. */
        POWER_LOST,
        /** Every UPS that counts is on mains again. */
        POWER_RESTORED,
        /** A power plan begins to stop things. */
        SHUTDOWN_START,
        /** A power plan has come to its end. */
        SHUTDOWN_COMPLETE,
        /** A phase of a power plan begins. */
        PHASE_START,
        /** A phase of a power plan is over. */
        PHASE_COMPLETE,
        /** What an outage stopped is brought back. */
        RECOVERY_START,
        /** What an outage stopped was brought back. */
        RECOVERY_COMPLETE,
        /** Something that an outage stopped could not be brought back. */
        RECOVERY_ERROR,
        /** Power protection itself, or a step of its plan, is in trouble. */
        POWER_ERROR,
        /** A UPS does not answer any more. */
        UPS_COMM_LOST,
        /** A UPS answers again. */
        UPS_COMM_RESTORED,
        /** A UPS says that its battery is low. */
        LOW_BATTERY,
        /** The charge fell to a threshold. */
        CHARGE_WARNING,
        /** A UPS wants a new battery. */
        REPLACE_BATTERY,
        /** Power protection is disarmed: an outage would stop nothing. */
        DISARMED,
        /** The daily look of doctor found something wrong. */
        DOCTOR,
        /** Updates of hosts wait for too long. */
        PATCHES,
        /** A cluster has no quorum. */
        QUORUM_LOST,
        /** It has quorum again. */
        QUORUM_RESTORED,
        /** A cluster does not see one of its nodes. */
        NODE_OFFLINE,
        /** It sees it again. */
        NODE_ONLINE,
        /** A cluster does not answer. */
        CLUSTER_LOST,
        /** It answers again. */
        CLUSTER_RESTORED,
        /** A storage or root disk is nearly full. */
        STORAGE_HIGH,
        /** It is not any more. */
        STORAGE_NORMAL,
        /** Processors or memory are nearly used up. */
        LOAD_HIGH,
        /** They are not any more. */
        LOAD_NORMAL,
        /** The last backup of a guest failed. */
        BACKUP_FAILED,
        /** A later one went well. */
        BACKUP_RESTORED,
        /** The last attempt of a replication job failed. */
        REPLICATION_FAILED,
        /** A later one went well. */
        REPLICATION_RESTORED,
        /** Guests or nodes were added. */
        GUEST_ADDED,
        /** Guests or nodes were removed. */
        GUEST_REMOVED,
        /** A revision of the git repository is not used, or its server cannot be read. */
        GIT_REFUSED,
        /** The repository is well again. */
        GIT_RESTORED,
        /** The history of the branch was rewritten. */
        GIT_REWRITTEN,
        /** Somebody wanted to see whether a notice arrives. */
        TEST;

        /** Whether it is what a recovery ends. */
        public boolean trouble() {
            return this == FAILED || this == LOST || this == MISSED;
        }

        /** As {@code image-update}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /**
         * The kind of a word.
         *
         * @throws IllegalArgumentException where there is none
         */
        public static Kind of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    /** How loud. */
    public enum Severity {
        INFO,
        WARNING,
        ERROR;

        /** In lower case. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
