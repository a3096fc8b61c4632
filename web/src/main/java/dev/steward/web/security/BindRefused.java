package dev.steward.web.security;

/** The server does not start. The message is one sentence for the operator, with the next step. */
public final class BindRefused extends Exception {

    /**
     * A refusal.
     *
     * @param message what is wrong and the next step
     */
    public BindRefused(String message) {
        super(message);
    }
}
