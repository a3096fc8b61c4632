package dev.steward.runner.convert.module;

import java.util.List;

/**
 * A module as a task of ours calls it.
 *
 * @param module its name here
 * @param line the call; empty: the task is not needed here, and why says so
 * @param keywords further words of the task
 * @param notes what the reader of the whole playbook should know
 */
public record Call(String module, String line, List<String> keywords, List<String> notes) {

    /** What a shell line says that changed something; {@code ?} stands for its result. */
    public static final String CHANGED = "changedWhen { ?.stdout.contains('changed') }";

    public Call {
        keywords = List.copyOf(keywords);
        notes = List.copyOf(notes);
    }

    static Call of(String module, String line) {
        return new Call(module, line, List.of(), List.of());
    }

    /** The same, where it reads a file of the playbook's. */
    Call reading() {
        boolean file = line.contains("src: ");
        return file
                ? new Call(
                        module,
                        line,
                        keywords,
                        List.of(
                                "What src names is looked for beside this playbook, and in its folder 'files': take those"
                                        + " files along where you put it elsewhere."))
                : this;
    }
}
