package dev.steward.runner.lab.syntax;

/** A script that is no script. */
public final class SyntaxException extends RuntimeException {

    private final int line;

    SyntaxException(int line, String message) {
        super(message, null, false, false);
        this.line = line;
    }

    /** Where, from 1. */
    public int line() {
        return line;
    }
}
