package dev.steward.runner.app.evidence;

import java.util.List;

/**
 * What was found of one success criterion.
 *
 * @param standing how far it is shown
 * @param evidence what was seen, one sentence each, with the time where it is of the past
 * @param next what would show it; empty text: it is shown
 */
public record Proof(Standing standing, List<String> evidence, String next) {

    public Proof {
        evidence = List.copyOf(evidence);
    }

    /** How far something is shown. */
    public enum Standing {
        SHOWN("[x]", "shown"),
        /** Nothing speaks against it, but nothing was seen that shows it. */
        NOT_SHOWN("[ ]", "not shown"),
        /** What was seen speaks against it. */
        AGAINST("[!]", "against");

        private final String mark;
        private final String word;

        Standing(String mark, String word) {
            this.mark = mark;
            this.word = word;
        }

        /** In JSON and on pages. */
        public String word() {
            return word;
        }

        /** As it stands in a list of Markdown. */
        public String mark() {
            return mark;
        }
    }

    /** It is shown by this. */
    static Proof shown(List<String> evidence) {
        return new Proof(Standing.SHOWN, evidence, "");
    }

    /** It is not shown; what there is of evidence does not reach. */
    static Proof missing(List<String> evidence, String next) {
        return new Proof(Standing.NOT_SHOWN, evidence, next);
    }

    /** What was seen speaks against it. */
    static Proof against(List<String> evidence, String next) {
        return new Proof(Standing.AGAINST, evidence, next);
    }
}
