package dev.steward.runner.app;

import java.util.List;

/** A run was not begun: the playbook, the inventory or the limit is wrong, or the same schedule still runs. */
public final class RunRefused extends Exception {

    private final List<String> problems;
    private final Kind kind;
    private final List<String> labels;

    private enum Kind {
        ASKED,
        UNREADABLE,
        ENDING,
        FORBIDDEN,
        UNAPPROVED,
        ELSEWHERE,
        SILENT
    }

    /**
     * A refusal of what was asked.
     *
     * @param problems one line each, with place and next step; at least one
     */
    public RunRefused(List<String> problems) {
        this(problems, Kind.ASKED);
    }

    /**
     * A refusal.
     *
     * @param problems one line each, with place and next step; at least one
     * @param unreadable whether the playbook or the inventory itself is wrong
     */
    public RunRefused(List<String> problems, boolean unreadable) {
        this(problems, unreadable ? Kind.UNREADABLE : Kind.ASKED);
    }

    private RunRefused(List<String> problems, Kind kind) {
        this(problems, kind, List.of());
    }

    private RunRefused(List<String> problems, Kind kind, List<String> labels) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
        this.kind = kind;
        this.labels = List.copyOf(labels);
    }

    /** Another server has to run it. */
    static RunRefused elsewhere(String why, List<String> labels) {
        return new RunRefused(List.of(why), Kind.ELSEWHERE, labels);
    }

    /** Whether nothing is wrong with it, but another server has to run it. */
    public boolean elsewhere() {
        return kind == Kind.ELSEWHERE;
    }

    /** The labels that server must have; empty: any other will do. */
    public List<String> labels() {
        return labels;
    }

    /** This process takes no more runs; whoever asks again reaches the next owner of the state directory, or becomes it. */
    static RunRefused ending() {
        return new RunRefused(List.of("Steward is just ending; ask again in a moment."), Kind.ENDING);
    }

    /** Another server would have to do it, and does not answer. */
    static RunRefused silent(String why) {
        return new RunRefused(List.of(why), Kind.SILENT);
    }

    /** Whether nothing is wrong with it, but the server that has the run does not answer. */
    public boolean isSilent() {
        return kind == Kind.SILENT;
    }

    /** It waits for another person's word. */
    static RunRefused unapproved(String why) {
        return new RunRefused(List.of(why), Kind.UNAPPROVED);
    }

    /** Whether nothing is wrong with it, but another person has to approve it first. */
    public boolean unapproved() {
        return kind == Kind.UNAPPROVED;
    }

    /** The refusal of who may not run that playbook. */
    public static RunRefused forbidden(String why) {
        return new RunRefused(List.of(why), Kind.FORBIDDEN);
    }

    /** Whether it is refused to who asked, and might be taken from another. */
    public boolean forbidden() {
        return kind == Kind.FORBIDDEN;
    }

    /** Whether it would be taken by the next owner of the state directory, unchanged. */
    boolean isEnding() {
        return kind == Kind.ENDING;
    }

    /** Whether the playbook or the inventory itself is wrong, not what was asked of them. */
    public boolean unreadable() {
        return kind == Kind.UNREADABLE;
    }

    /** One line each, with place and next step. */
    public List<String> problems() {
        return problems;
    }
}
