package dev.steward.runner.lab.shell;

import dev.steward.runner.lab.process.Call;

/** A command the shell runs itself. */
@FunctionalInterface
interface Builtin {

    int run(Shell shell, Call call);
}
