package dev.steward.web.main

import picocli.CommandLine

/** The command line, for specs that look at it as a whole. */
final class Verbs {

    private Verbs() { }

    /** Every verb with what is below it. */
    static CommandLine all() { new Program([:]).commands('').all() }
}
