package dev.steward.runner.module.catalog;

import java.util.List;

/** What a module was given at run time does not fit it. */
public final class WrongArguments extends Exception {

    private final List<String> problems;

    WrongArguments(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** One sentence each, all of them. */
    public List<String> problems() {
        return problems;
    }
}
