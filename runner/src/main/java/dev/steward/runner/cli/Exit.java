package dev.steward.runner.cli;

/**
 * Exit codes of the command, as Ansible's where it has one: its 6, 250 and 255 are not used, and wrong options are 5
 * (Ansible answers 2, which also means failed hosts).
 */
public final class Exit {

    /** All went well; skipped, rescued and ignored included. */
    public static final int OK = 0;

    /** It could not be done: no such playbook, no host left by the limit, refused. */
    public static final int ERROR = 1;

    /** A host failed. */
    public static final int FAILED = 2;

    /** A host was unreachable, or the playbook or inventory has problems. */
    public static final int UNREACHABLE_OR_PROBLEMS = 4;

    /** The options make no sense. */
    public static final int OPTIONS = 5;

    /** The run was ended on request. */
    public static final int CANCELLED = 99;

    private Exit() {}
}
