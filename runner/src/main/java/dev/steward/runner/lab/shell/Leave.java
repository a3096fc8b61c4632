package dev.steward.runner.lab.shell;

/** Leaves loops, functions or the shell. */
final class Leave extends RuntimeException {

    /** What is left. */
    enum Kind {
        BREAK,
        CONTINUE,
        RETURN,
        EXIT,
        REPLACED
    }

    private final transient Kind kind;
    private final int number;

    /** The number is the status, or how many loops. */
    Leave(Kind kind, int number) {
        super(kind.name(), null, false, false);
        this.kind = kind;
        this.number = number;
    }

    Kind kind() {
        return kind;
    }

    int number() {
        return number;
    }
}
