package dev.steward.runner.lab.shell;

/** A script that is no script. */
final class SyntaxException extends RuntimeException {

    private final int line;

    SyntaxException(int line, String message) {
        super(message, null, false, false);
        this.line = line;
    }

    int line() {
        return line;
    }
}
