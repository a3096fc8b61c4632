package dev.steward.web.main

import groovy.transform.Memoized
import picocli.CommandLine

/** The command line, for specs that look at it as a whole. */
final class Verbs {

    private Verbs() { }

    /** Every verb with what is below it, to be looked at. */
    @Memoized
    static CommandLine tree() { all() }

    /** Every verb anew, to be parsed with. */
    static CommandLine all() { new Program([:]).commands('').all() }
}
