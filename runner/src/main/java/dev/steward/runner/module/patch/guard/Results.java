package dev.steward.runner.module.patch.guard;

import dev.steward.runner.module.Outcome;

/** Outcomes that became others. */
final class Results {

    private Results() {}

    /** A failure with the properties of what went before. */
    static Outcome failed(Outcome from, String message) {
        return new Outcome(Outcome.Kind.FAILED, message, from.data(), from.diffs(), from.facts(), from.added());
    }

    /** The same with more said. */
    static Outcome said(Outcome from, String more) {
        return new Outcome(
                from.result(), from.message() + "; " + more, from.data(), from.diffs(), from.facts(), from.added());
    }
}
