package dev.steward.runner.outage.claim;

import java.util.Optional;

/** Which of several Stewards carries an outage out. Thread-safe; nothing of it throws, and nothing of it takes long. */
public interface Claim {

    /** There is only one. */
    Claim NONE = new Claim() {

        @Override
        public Standing take(long outage) {
            return Standing.MINE;
        }

        @Override
        public void beat() {
            // nobody listens
        }

        @Override
        public void release() {
            // nobody waits for it
        }

        @Override
        public Optional<String> other() {
            return Optional.empty();
        }
    };

    /** How this Steward stands. */
    enum Standing {
        /** It is to carry the outage out: it has the claim, or nobody can be asked. */
        MINE,
        /** Another one does, and lives. */
        THEIRS,
        /** Another one did, and has come to its end. */
        OVER
    }

    /**
     * Takes the claim, where no other Steward that lives has it.
     *
     * @param outage its number in this process; 0: a person asks, or it goes on with an earlier one
     */
    Standing take(long outage);

    /** This Steward lives: called at least every few seconds while it carries an outage out; returns at once. */
    void beat();

    /** The outage is carried out, or undone. */
    void release();

    /** Who else has it, in words; empty: nobody, as far as is known. */
    Optional<String> other();
}
