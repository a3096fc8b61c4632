package dev.steward.runner.store.approve;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A plan that waits for the word of another person, or what became of it.
 *
 * @param id its number
 * @param plan what is to be done
 * @param asked who wants it, and until when it holds
 * @param checkRun the run in check mode that says what it would change; empty: its check mode is none
 * @param said what that run said, as JSON, kept with the approval; empty: not kept yet
 * @param status as it is kept: one that ran out is told by its time alone
 * @param decided who approved or rejected it; empty: nobody yet
 * @param applied who applied it; empty: nobody yet
 * @param run the run that carried it out; empty: none
 * @param refusal why it could not be applied the last time; empty: nobody tried, or it was
 */
public record Approval(
        long id,
        Planned plan,
        Word asked,
        Instant expires,
        Optional<Long> checkRun,
        Optional<String> said,
        Status status,
        Optional<Word> decided,
        Optional<Word> applied,
        Optional<Long> run,
        Optional<String> refusal) {

    /**
     * What is to be done.
     *
     * @param playbook its name
     * @param file as the operator named it
     * @param options as a run keeps them, as JSON
     * @param marks what it is bound to, as JSON
     * @param digest SHA-256 over the marks, in hex
     * @param hosts by play, as JSON
     */
    public record Planned(String playbook, String file, String options, String marks, String digest, String hosts) {}

    /**
     * What a person said.
     *
     * @param by who
     * @param at when
     * @param why perhaps empty
     */
    public record Word(String by, Instant at, String why) {}

    /** How it stands. */
    public enum Status {
        WAITING,
        APPROVED,
        APPLYING,
        APPLIED,
        REJECTED,
        EXPIRED;

        /** The word in SQL, JSON and on pages. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Status of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** How it stands at a moment. */
    public Status at(Instant now) {
        boolean over = !now.isBefore(expires);
        return over && (status == Status.WAITING || status == Status.APPROVED) ? Status.EXPIRED : status;
    }
}
