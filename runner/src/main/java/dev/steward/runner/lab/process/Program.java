package dev.steward.runner.lab.process;

/** What runs when a program file is executed. */
@FunctionalInterface
public interface Program {

    /**
     * Runs to its end in the process of the call.
     *
     * @return the exit status
     */
    int run(Call call);
}
