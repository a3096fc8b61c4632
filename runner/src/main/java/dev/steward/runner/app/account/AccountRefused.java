package dev.steward.runner.app.account;

/** An account cannot be made or changed as asked; the message names the next step. */
public final class AccountRefused extends Exception {

    private static final long serialVersionUID = 1L;

    /** A refusal. */
    public AccountRefused(String message) {
        super(message);
    }
}
