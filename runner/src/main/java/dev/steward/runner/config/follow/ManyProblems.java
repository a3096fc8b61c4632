package dev.steward.runner.config.follow;

import java.util.List;

/** Several things are wrong with one section, each in a line of its own; a value that is shown may hold line feeds. */
public final class ManyProblems extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> all;

    /** Problems that each begin with the name of their key, as {@code files[2]}. */
    public ManyProblems(List<String> all) {
        super(String.join("; ", all));
        this.all = List.copyOf(all);
    }

    /** One by one. */
    public List<String> all() {
        return all;
    }
}
