package dev.steward.runner.lab.pve.http;

/** Who answers. */
@FunctionalInterface
public interface Desk {

    /**
     * Answers; may take as long as it likes.
     *
     * @return null to close the connection without a word
     */
    Reply answer(Request request) throws InterruptedException;
}
