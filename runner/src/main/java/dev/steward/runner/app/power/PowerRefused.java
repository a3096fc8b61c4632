package dev.steward.runner.app.power;

import java.util.List;

/** Something that cannot be done with power now; its sentences say why and what is to be done instead. */
public final class PowerRefused extends Exception {

    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    /** With one sentence at least. */
    public PowerRefused(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** The sentences. */
    public List<String> problems() {
        return problems;
    }
}
