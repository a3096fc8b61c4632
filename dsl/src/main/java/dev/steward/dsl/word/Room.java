package dev.steward.dsl.word;

/** The blocks of a playbook; each has words of its own. */
public enum Room {
    FILE("a file"),
    PLAYBOOK("a playbook"),
    TASK_LIST("a task list"),
    PHASE("a phase"),
    PLAYS("a list of plays"),
    PLAY("a play"),
    TASKS("a list of tasks"),
    BLOCK("a block"),
    TASK("a task"),
    HANDLERS("a list of handlers"),
    HANDLER("a handler");

    private final String words;

    Room(String words) {
        this.words = words;
    }

    /** With its article. */
    public String words() {
        return words;
    }

    /** Whether things stand in it one after another, so that {@code if} and {@code each} may choose and repeat them. */
    public boolean sequence() {
        return this == PLAYBOOK || this == PHASE || this == PLAYS || this == TASKS || this == BLOCK || this == HANDLERS;
    }
}
